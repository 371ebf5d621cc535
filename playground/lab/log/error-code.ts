/** @see https://kafka.apache.org/protocol.html#protocol_error_codes */
export const ErrorCode = {
  none: 0,
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopicOrPartition: 3,
  invalidTopic: 17,
  illegalGeneration: 22,
  inconsistentGroupProtocol: 23,
  unknownMemberId: 25,
  invalidSessionTimeout: 26,
  rebalanceInProgress: 27,
  unsupportedVersion: 35,
  topicAlreadyExists: 36,
  invalidPartitions: 37,
  invalidReplicationFactor: 38,
  unsupportedForMessageFormat: 43,
  outOfOrderSequence: 45,
} as const;

export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];
