import { describe, expect, test } from 'vitest';
import { ControlLineDecoder, encodeControlLine } from '#lab/control-lines.ts';

describe('ControlLineDecoder', () => {
  test('takes messages out of a program’s text, however it is cut into chunks', () => {
    const whole = `before\n${encodeControlLine('nonce', { a: 1 })}no line end${encodeControlLine('nonce', ['é\n'])}after`;
    for (let size = 1; size <= whole.length; size++) {
      const decoder = new ControlLineDecoder('nonce');
      const messages: unknown[] = [];
      let text = '';
      for (let at = 0; at < whole.length; at += size) {
        const decoded = decoder.push(whole.slice(at, at + size));
        messages.push(...decoded.messages);
        text += decoded.text;
      }
      expect({ messages, text }).toEqual({ messages: [{ a: 1 }, ['é\n']], text: 'before\nno line endafter' });
    }
  });

  test('shows plain text at once', () => {
    const decoder = new ControlLineDecoder('nonce');
    expect(decoder.push('half a l').text).toBe('half a l');
  });

  test('shows a message that something was lost from, and goes on', () => {
    const decoder = new ControlLineDecoder('nonce');
    const torn = 'nonce {"a":\n[99 bytes were dropped]\n';
    expect(decoder.push(torn)).toEqual({ messages: [], text: torn });
    expect(decoder.push(encodeControlLine('nonce', 2))).toEqual({ messages: [2], text: '' });
  });
});
