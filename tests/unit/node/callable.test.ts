import { inherits } from 'node:util';
import { describe, expect, it } from 'vitest';
import { callable } from '#node/builtins/callable.ts';
import { EventEmitter } from '#node/builtins/events.ts';
import http from '#node/builtins/http.ts';

describe('a class that can be called', () => {
  class Named extends EventEmitter {
    static readonly kind = 'named';
    #name: string;
    constructor(name: string) {
      super();
      this.#name = name;
    }
    get name(): string {
      return this.#name;
    }
  }
  class Louder extends Named {
    #mark = '!';
    override get name(): string {
      return super.name + this.#mark;
    }
  }
  const Callable = callable(Louder);

  it('makes an object, with and without `new`', () => {
    for (const made of [new Callable('Ada'), Callable('Ada')]) {
      expect(made).toBeInstanceOf(Callable);
      expect(made).toBeInstanceOf(EventEmitter);
      expect(made.name).toBe('Ada!');
    }
    expect(Callable.kind).toBe('named');
  });

  it('can be extended by a class', () => {
    class Sub extends Callable {}
    expect(new Sub('Ada').name).toBe('Ada!');
    expect(new Sub('Ada').constructor).toBe(Sub);
  });

  it('sets up an object that inherits from it the old way, private fields included', () => {
    function Old(this: object, name: string): void {
      Reflect.apply(Callable, this, [name]);
    }
    inherits(Old, Callable);
    const old: Louder = Reflect.construct(Old, ['Ada']);
    expect(old.name).toBe('Ada!');
    const heard: unknown[] = [];
    old.on('event', (value) => heard.push(value));
    old.emit('event', 1);
    expect(heard).toEqual([1]);
    expect(new Callable('Bob').name).toBe('Bob!');
  });

  it('so http.ServerResponse can be inherited from without classes', () => {
    function Response(this: object, request: object): void {
      Reflect.apply(http.ServerResponse, this, [request]);
    }
    inherits(Response, http.ServerResponse);
    const response: InstanceType<typeof http.ServerResponse> = Reflect.construct(Response, [
      { method: 'GET', headers: {} },
    ]);
    response.setHeader('A', 'b');
    expect(response.getHeaders()).toEqual({ a: 'b' });
    expect(response.writableLength).toBe(0);
  });
});
