import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, noted } from '../../collectors/syslog/template.ts';

// This file is checked by the compiler: a row below that it accepts makes its `@ts-expect-error` an error.

test('a row with its facts in the right kinds of holes compiles, and an optional fact may be absent', () => {
  const row = message(
    113012,
    'aaa.accepted',
    'user = {user}',
    'server = {aaaServer:ip}[[, type {_:word}]], user = {user}',
  );
  assert.equal(row.wordings.length, 2);
});

test('a missing fact is a compile error that names it', () => {
  // @ts-expect-error aaa.accepted needs the fact {user}
  message(113012, 'aaa.accepted', 'server = {aaaServer:ip}');
});

test('a required fact in an optional section is a compile error', () => {
  // @ts-expect-error aaa.accepted needs the fact {user}
  message(113012, 'aaa.accepted', 'AAA[[ user = {user}]]');
});

test('each wording is checked, not only the first', () => {
  // @ts-expect-error aaa.accepted needs the fact {user}
  message(113012, 'aaa.accepted', 'user = {user}', 'server = {aaaServer:ip}');
});

test('a hole that is no fact of the claim is a compile error that names it', () => {
  // @ts-expect-error aaa.accepted has no fact {usr}
  message(113012, 'aaa.accepted', 'user = {user}, again {usr}');
});

test('a hole of the wrong kind is a compile error', () => {
  // @ts-expect-error the fact {msgid} of phase2.completed is not to be read as int
  message(713120, 'phase2.completed', 'IP = {publicIp:ip}, PHASE 2 COMPLETED (msgid={msgid:int})');
  // @ts-expect-error the fact {bytesTx} of session.closed is not to be read as text
  message(113019, 'session.closed', 'Group = {tunnelGroup}, Username = {user}, IP = {publicIp:ip}, {sessionType}, {seconds:hms}, {bytesTx}, {bytesRx:int}, {reason:phrase}'); // prettier-ignore
});

test('a kind of hole that there is not is a compile error', () => {
  assert.throws(() => {
    // @ts-expect-error {user:name}: there is no such kind of hole
    message(113012, 'aaa.accepted', 'user = {user:name}');
  });
});

test('a hole that may be no fact cannot fill a required one', () => {
  // @ts-expect-error the fact {publicIp} of xauth.rejected is not to be read as ipOrNone
  message(713167, 'xauth.rejected', 'IP = {publicIp:ipOrNone}, failed');
});

test('a wording that the compiler cannot read is refused', () => {
  const some: string = 'user = {user}';
  // @ts-expect-error a wording is written out, so that it can be checked
  message(113012, 'aaa.accepted', some);
});

test('a kind of claim that there is not is a compile error', () => {
  // @ts-expect-error there is no such claim
  message(113012, 'aaa.approved', 'user = {user}');
});

test('a wording that the reader could not read in linear time, or not at all, is refused at the start', () => {
  assert.throws(() => noted(1, 'quadratic', 'a {_}({_:ip})'), /no blank before/);
  assert.throws(() => noted(1, 'no pair', 'a [[b'), /not in pairs/);
  assert.throws(() => noted(1, 'phrase', 'a {_:phrase} b'), /not at its end/);
});
