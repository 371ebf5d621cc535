/** The Node whose behaviour the machine has. A test holds it to the version that runs the project. */
export const NODE_VERSION = 'v24.21.0';
