// What modules may ask of the house: the only door to the outside.
import type pg from 'pg';
import type { PrismaClient } from '../../prisma/client/client.ts';

/** The time, so that tests can hold it still. Stored times come from the database, not from here. */
export interface Clock {
  now(): Date;
}

/** Live topics: who wrote something says so, who shows it is woken. */
export interface Live {
  /** Marks topics as changed, here and in every other process. Call after the commit. */
  touch(topics: readonly string[]): void;
  /**
   * Yields immediately, then after every change of any of the topics: the first without delay, later ones at most four a second,
   * several in between as one. `return()` stops it even while waiting.
   */
  watch(...topics: string[]): AsyncIterableIterator<void>;
  /** As `watch` of one topic, but after each change without delay; those that come while the reader is busy count as one. */
  follow(topic: string): AsyncIterableIterator<void>;
  /** Rises with every change of the topic that this process has heard of: what was read under it is still good. */
  generation(topic: string): number;
  /** Rises with every change of any topic that this process has heard of. */
  revision(): number;
}

/** Structured log of the operator; never shown to people. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The device a request comes from. */
export interface Device {
  address: string;
  userAgent: string;
  /** Of the page that asks, as the door has allowed it; null for programs. */
  origin: string | null;
  /** A random UUID that the app has made for itself there; null: it names none. */
  name: string | null;
}

export interface SignedIn {
  /** Shown to the device once; stored as a hash. */
  token: string;
  expiresAt: Date;
  userId: string;
}

/** Why somebody is not signed in. The words for each are in people/refusals.ts. */
export type SignInRefusal =
  | 'CODE_WRONG'
  | 'CODE_EXPIRED'
  | 'TOO_MANY_TRIES'
  | 'LOGIN_WRONG'
  | 'SECOND_FACTOR_WRONG'
  | 'CHALLENGE_EXPIRED'
  | 'PASSWORD_WEAK'
  | 'SECOND_FACTOR_ON'
  | 'PASSKEY_WRONG'
  | 'CONFIRM_FIRST';

export interface Refused {
  refusal: SignInRefusal;
}

/** Too often: when to come back. */
export interface TooOften {
  retryAfterSeconds: number;
}

/** Messages to one person. Each rejects when the message could not be handed over. Texts may hold codes: never log them. */
export interface Notifier {
  sms(phone: string, text: string): Promise<void>;
  mail(address: string, subject: string, text: string): Promise<void>;
}

/** Codes, passwords, second factors, sessions. Tokens and codes never pass through a log. */
export interface Identity {
  /** Sends a one-time code to a phone (E.164). Says nothing about who has that phone. */
  sendCode(phone: string, device: Device): Promise<'sent' | TooOften>;
  /** Signs the holder of the phone in, for the first time too. A code works once, within 10 minutes and 5 tries. */
  confirmCode(phone: string, code: string, device: Device): Promise<SignedIn | Refused | TooOften>;
  /** Checks login and password; with a second factor, answers a challenge to be met within 10 minutes. */
  checkPassword(login: string, password: string, device: Device): Promise<SignedIn | { challenge: string } | Refused | TooOften>;
  /** Meets a challenge with a code of the authenticator app, or one of the recovery codes. */
  meetChallenge(challenge: string, code: string, device: Device): Promise<SignedIn | Refused | TooOften>;
  /** Starts setting up an authenticator app. Nothing changes until confirmSecondFactor. */
  beginSecondFactor(token: string, password: string): Promise<{ uri: string; recoveryCodes: string[] } | Refused>;
  /** Turns the second factor on; this device gets a new session, the old token is worth nothing. */
  confirmSecondFactor(token: string, code: string, device: Device): Promise<SignedIn | Refused>;
  /** Signs in the holder of a passkey that was added here: `response` is the browser's answer to `passkeys.beginSignIn`. */
  passkeySignIn(response: unknown, device: Device): Promise<SignedIn | Refused | TooOften>;
  passkeys: Passkeys;
  /** This device has just shown a second factor: it gets a new session, the old token is worth nothing. */
  strengthen(token: string, device: Device): Promise<SignedIn>;
  /** Changes the password and ends every other session of the person. */
  changePassword(token: string, current: string, next: string, device: Device): Promise<SignedIn | Refused>;
  /** Opens a session without any proof: demo personas only. */
  openSession(userId: string, device: Device): Promise<SignedIn>;
  /** Counts a try to register a real name: numbers and guardians are not to be guessed. */
  tryRealName(userId: string): Promise<TooOften | null>;
  /** Gives somebody a new password and takes the second factor away; every session of theirs ends. */
  resetPassword(userId: string, password: string): Promise<void>;
  /** Makes a person who signs in with a password. */
  createLogin(person: { login: string; name: string; password: string }): Promise<{ userId: string } | 'taken'>;
  /** Takes back a login that nobody uses yet. */
  dropLogin(userId: string): Promise<void>;
}

/** The two ceremonies of WebAuthn: https://www.w3.org/TR/webauthn-3/. Options and answers are the browser's JSON. */
export interface Passkeys {
  /** Options for navigator.credentials.create, good for 5 minutes. */
  begin(person: { userId: string; login: string; name: string }, origin: string): Promise<object>;
  add(userId: string, origin: string, response: unknown, name: string): Promise<'stored' | Refused>;
  /** Options for navigator.credentials.get, the same for everybody. */
  beginSignIn(origin: string): Promise<object>;
  /** Whose passkey has answered. */
  holderOf(origin: string, response: unknown): Promise<{ userId: string } | Refused>;
}

/** What may be said of an identity number without keeping it readable. */
export interface IdNumbers {
  /** @param rowId binds the sealed bytes to their row */
  seal(number: string, rowId: string): Buffer;
  open(sealed: Uint8Array, rowId: string): string;
  /** Equal for equal numbers, and tells nothing else. */
  index(number: string): Buffer;
}

/** What people confide, kept so that the database alone does not give it away. */
export interface PrivateNotes {
  /** @param rowId binds the sealed bytes to their row */
  seal(text: string, rowId: string): Buffer;
  open(sealed: Uint8Array, rowId: string): string;
}

/** 32 bytes that follow from a text, and that only this deployment can make. */
export type Stamp = (text: string) => Buffer;

/** Files by names of their own. Each rejects when the store cannot be reached. */
export interface Files {
  /** Kept when it resolves. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Null: there is none of this name. */
  get(name: string): Promise<Uint8Array | null>;
  /** Fine when it is gone already. */
  remove(name: string): Promise<void>;
}

/** Calls that hide both numbers. */
export interface Relay {
  /** The number to dial so that `from` (E.164) reaches `to`. Rejects when the gateway does not answer. */
  connect(from: string, to: string, reference: string): Promise<string>;
}

/** Tiles below the grids. */
export interface MapSettings {
  /** Template with {x}, {y}, {z}; null: grids alone, nothing is fetched. */
  tilesUrl: string | null;
  attribution: string;
  datum: 'WGS84' | 'GCJ02';
}

/**
 * What the operator sets. A module adds its own in its manifest, by declaration.
 * @public
 */
/** The house's own; a module adds what it declares in its manifest. */
export interface Settings {
  /** Demo data and personas are open. */
  isDemo: boolean;
  /** IANA name: when a day begins. */
  timeZone: string;
  map: MapSettings;
  /** Public VAPID key; null: no pushes. */
  pushKey: string | null;
  /** How long access records, refused applications and ended keys are kept. */
  retentionDays: number;
}

/** A module adds what it keeps for all requests in its manifest, by declaration. */
export interface Services {
  pool: pg.Pool;
  prisma: PrismaClient;
  clock: Clock;
  live: Live;
  log: Log;
  settings: Settings;
  identity: Identity;
  notifier: Notifier;
  idNumbers: IdNumbers;
  privateNotes: PrivateNotes;
  stamp: Stamp;
  files: Files;
  /** Null: not configured. */
  relay: Relay | null;
}
