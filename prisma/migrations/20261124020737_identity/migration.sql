-- Who is who: people who sign in, real names, consents, who looked at whom, partner keys, stored answers.
-- Made by `npm run migration`, completed by hand at its beginning and its end.

-- Sessions take a new shape: everybody signs in once more.
DELETE FROM "session";

-- Phones become E.164.
UPDATE "resident" SET "phone" = '+86' || "phone" WHERE "phone" ~ '^1[0-9]{10}$';
UPDATE "staff_profile" SET "phone" = '+86' || "phone" WHERE "phone" ~ '^1[0-9]{10}$';

-- CreateEnum
CREATE TYPE "real_name_decision" AS ENUM ('PENDING', 'VERIFIED', 'REFUSED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "consent_purpose" AS ENUM ('TERMS', 'PARTNERS');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('RESIDENT', 'STAFF', 'PARTNER', 'SYSTEM');

-- DropForeignKey
ALTER TABLE "session" DROP CONSTRAINT "session_resident_id_fkey";

-- DropForeignKey
ALTER TABLE "session" DROP CONSTRAINT "session_staff_id_fkey";

-- DropIndex
DROP INDEX "session_token_hash_key";

-- DropIndex
DROP INDEX "session_resident_id_idx";

-- DropIndex
DROP INDEX "session_staff_id_idx";

-- AlterTable
ALTER TABLE "staff_profile" ADD COLUMN     "left_at" TIMESTAMPTZ(3),
ADD COLUMN     "user_id" UUID;

-- AlterTable
ALTER TABLE "resident" ADD COLUMN     "birth_date" DATE,
ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "guardian_id" UUID,
ADD COLUMN     "id_number_cipher" BYTEA,
ADD COLUMN     "id_number_index" BYTEA,
ADD COLUMN     "user_id" UUID;

-- AlterTable
ALTER TABLE "session" DROP COLUMN "resident_id",
DROP COLUMN "staff_id",
DROP COLUMN "token_hash",
ADD COLUMN     "ip_address" TEXT,
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "second_factor" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "token" TEXT NOT NULL,
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "user_agent" TEXT,
ADD COLUMN     "user_id" UUID NOT NULL;

-- AlterTable
ALTER TABLE "vote" ADD COLUMN     "is_counted" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "auth_user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "phone_number" TEXT,
    "phone_number_verified" BOOLEAN,
    "username" TEXT,
    "display_username" TEXT,
    "two_factor_enabled" BOOLEAN DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_credential" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "two_factor" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failed_verification_count" INTEGER DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "two_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "real_name_application" (
    "id" UUID NOT NULL,
    "resident_id" UUID NOT NULL,
    "grid_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "id_number_cipher" BYTEA,
    "id_number_index" BYTEA,
    "birth_date" DATE NOT NULL,
    "guardian_id" UUID,
    "guardian_agreed_at" TIMESTAMPTZ(3),
    "decision" "real_name_decision" NOT NULL DEFAULT 'PENDING',
    "reason" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "real_name_application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "resident_id" UUID NOT NULL,
    "purpose" "consent_purpose" NOT NULL,
    "text_version" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_log" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "actor_title" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_id" UUID,
    "reason" TEXT,
    "detail" JSONB,
    "request_id" TEXT,

    CONSTRAINT "access_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partner" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "contact" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partner_key" (
    "id" UUID NOT NULL,
    "partner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "whole_station" BOOLEAN NOT NULL DEFAULT false,
    "community_ids" UUID[],
    "grid_ids" UUID[],
    "addresses" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "replaced_by_id" UUID,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "partner_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "owner" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "response" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("owner","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_email_key" ON "auth_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_phone_number_key" ON "auth_user"("phone_number");

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_username_key" ON "auth_user"("username");

-- CreateIndex
CREATE INDEX "auth_credential_user_id_idx" ON "auth_credential"("user_id");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

-- CreateIndex
CREATE INDEX "auth_verification_expires_at_idx" ON "auth_verification"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "two_factor_user_id_key" ON "two_factor"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

-- CreateIndex
CREATE INDEX "real_name_application_resident_id_idx" ON "real_name_application"("resident_id");

-- CreateIndex
CREATE INDEX "real_name_application_grid_id_decision_created_at_idx" ON "real_name_application"("grid_id", "decision", "created_at");

-- CreateIndex
CREATE INDEX "real_name_application_guardian_id_idx" ON "real_name_application"("guardian_id");

-- CreateIndex
CREATE INDEX "real_name_application_decided_by_id_idx" ON "real_name_application"("decided_by_id");

-- CreateIndex
CREATE INDEX "consent_resident_id_purpose_idx" ON "consent"("resident_id", "purpose");

-- CreateIndex
CREATE INDEX "access_log_subject_id_at_idx" ON "access_log"("subject_id", "at");

-- CreateIndex
CREATE INDEX "access_log_actor_id_at_idx" ON "access_log"("actor_id", "at");

-- CreateIndex
CREATE INDEX "access_log_action_at_idx" ON "access_log"("action", "at");

-- CreateIndex
CREATE INDEX "access_log_at_idx" ON "access_log"("at");

-- CreateIndex
CREATE UNIQUE INDEX "partner_name_key" ON "partner"("name");

-- CreateIndex
CREATE UNIQUE INDEX "partner_key_key_hash_key" ON "partner_key"("key_hash");

-- CreateIndex
CREATE UNIQUE INDEX "partner_key_replaced_by_id_key" ON "partner_key"("replaced_by_id");

-- CreateIndex
CREATE INDEX "partner_key_partner_id_idx" ON "partner_key"("partner_id");

-- CreateIndex
CREATE INDEX "partner_key_created_by_id_idx" ON "partner_key"("created_by_id");

-- CreateIndex
CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "staff_profile_user_id_key" ON "staff_profile"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "resident_user_id_key" ON "resident"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "resident_id_number_index_key" ON "resident"("id_number_index");

-- CreateIndex
CREATE INDEX "resident_guardian_id_idx" ON "resident"("guardian_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- AddForeignKey
ALTER TABLE "staff_profile" ADD CONSTRAINT "staff_profile_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resident" ADD CONSTRAINT "resident_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resident" ADD CONSTRAINT "resident_guardian_id_fkey" FOREIGN KEY ("guardian_id") REFERENCES "resident"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_credential" ADD CONSTRAINT "auth_credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "real_name_application" ADD CONSTRAINT "real_name_application_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "real_name_application" ADD CONSTRAINT "real_name_application_guardian_id_fkey" FOREIGN KEY ("guardian_id") REFERENCES "resident"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "real_name_application" ADD CONSTRAINT "real_name_application_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "real_name_application" ADD CONSTRAINT "real_name_application_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_key" ADD CONSTRAINT "partner_key_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_key" ADD CONSTRAINT "partner_key_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_key" ADD CONSTRAINT "partner_key_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "partner_key"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

-- One open application a resident, whoever presses twice.
CREATE UNIQUE INDEX "real_name_application_one_pending" ON "real_name_application" ("resident_id") WHERE ("decision" = 'PENDING');

ALTER TABLE "real_name_application"
  ADD CONSTRAINT "real_name_application_decided" CHECK (
    ("decision" IN ('VERIFIED', 'REFUSED')) = ("decided_at" IS NOT NULL)
  ),
  ADD CONSTRAINT "real_name_application_refused_with_reason" CHECK ("decision" <> 'REFUSED' OR "reason" IS NOT NULL),
  ADD CONSTRAINT "real_name_application_guardian_is_another" CHECK ("guardian_id" <> "resident_id"),
  -- Erasing a guardian later takes the reference away, not what was decided.
  ADD CONSTRAINT "real_name_application_guardian_agreed" CHECK (
    "decision" <> 'VERIFIED' OR "guardian_id" IS NULL OR "guardian_agreed_at" IS NOT NULL
  );

-- A verified number is encrypted and indexed, or neither is there.
ALTER TABLE "resident"
  ADD CONSTRAINT "resident_number_with_index" CHECK (("id_number_cipher" IS NULL) = ("id_number_index" IS NULL)),
  ADD CONSTRAINT "resident_guardian_is_another" CHECK ("guardian_id" <> "id");

-- Votes that wait for their owner's verification; there are few.
CREATE INDEX "vote_waiting" ON "vote" ("resident_id") WHERE (NOT "is_counted");

ALTER TABLE "partner_key"
  ADD CONSTRAINT "partner_key_has_a_boundary" CHECK ("whole_station" OR cardinality("community_ids") + cardinality("grid_ids") > 0),
  ADD CONSTRAINT "partner_key_has_scopes" CHECK (cardinality("scopes") > 0);

-- The record of who looked is append-only for the server (see api/database/roles.ts); only this takes old entries away,
-- with the owner's rights, and never those of the last thirty days.
CREATE FUNCTION "expire_access_log"(days int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE expired bigint;
BEGIN
  IF days IS NULL OR days < 30 THEN
    RAISE EXCEPTION 'the record of the last 30 days stays' USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM "access_log" WHERE "at" < now() - make_interval(days => days);
  GET DIAGNOSTICS expired = ROW_COUNT;
  RETURN expired;
END $$;
