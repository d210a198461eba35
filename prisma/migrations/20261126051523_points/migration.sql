-- CreateEnum
CREATE TYPE "ledger_account_kind" AS ENUM ('PERSON', 'ISSUED', 'REDEEMED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "ledger_kind" AS ENUM ('SHIFT', 'AWARD', 'REDEMPTION', 'REVERSAL', 'EXPIRY');

-- CreateEnum
CREATE TYPE "redemption_status" AS ENUM ('ISSUED', 'USED', 'CANCELLED', 'EXPIRED');

-- CreateTable
CREATE TABLE "ledger_account" (
    "id" UUID NOT NULL,
    "kind" "ledger_account_kind" NOT NULL,
    "resident_id" UUID,
    "balance" INTEGER NOT NULL DEFAULT 0,
    "debited" INTEGER NOT NULL DEFAULT 0,
    "lapse_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transaction" (
    "id" UUID NOT NULL,
    "kind" "ledger_kind" NOT NULL,
    "reference" TEXT NOT NULL,
    "reverses_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "actor_title" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "ledger_transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "position" BIGSERIAL NOT NULL,
    "transaction_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "amount" INTEGER NOT NULL,
    "balance_after" INTEGER,
    "expires_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "reward" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "photo_file_name" TEXT,
    "points" INTEGER NOT NULL,
    "stock" INTEGER NOT NULL,
    "per_person" INTEGER,
    "sponsor" TEXT NOT NULL DEFAULT '',
    "counter" TEXT NOT NULL DEFAULT '',
    "is_offered" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reward_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "redemption" (
    "id" UUID NOT NULL,
    "reward_id" UUID NOT NULL,
    "resident_id" UUID NOT NULL,
    "points" INTEGER NOT NULL,
    "status" "redemption_status" NOT NULL DEFAULT 'ISSUED',
    "code" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "handed_out_by_id" UUID,

    CONSTRAINT "redemption_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_resident_id_key" ON "ledger_account"("resident_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_reference_key" ON "ledger_transaction"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_reverses_id_key" ON "ledger_transaction"("reverses_id");

-- CreateIndex
CREATE INDEX "ledger_entry_account_id_at_idx" ON "ledger_entry"("account_id", "at");

-- CreateIndex
CREATE INDEX "ledger_entry_transaction_id_idx" ON "ledger_entry"("transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_account_id_position_key" ON "ledger_entry"("account_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_code_key" ON "redemption"("code");

-- CreateIndex
CREATE INDEX "redemption_resident_id_created_at_idx" ON "redemption"("resident_id", "created_at");

-- CreateIndex
CREATE INDEX "redemption_reward_id_idx" ON "redemption"("reward_id");

-- CreateIndex
CREATE INDEX "redemption_handed_out_by_id_idx" ON "redemption"("handed_out_by_id");

-- AddForeignKey
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transaction" ADD CONSTRAINT "ledger_transaction_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "ledger_transaction"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_reward_id_fkey" FOREIGN KEY ("reward_id") REFERENCES "reward"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_handed_out_by_id_fkey" FOREIGN KEY ("handed_out_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

ALTER TABLE "ledger_account"
  ADD CONSTRAINT "ledger_account_owner" CHECK (("kind" = 'PERSON') = ("resident_id" IS NOT NULL)),
  ADD CONSTRAINT "ledger_account_balance" CHECK ("balance" >= 0),
  ADD CONSTRAINT "ledger_account_debited" CHECK ("debited" >= 0);
CREATE UNIQUE INDEX "ledger_account_of_house" ON "ledger_account" ("kind") WHERE "kind" <> 'PERSON';
INSERT INTO "ledger_account" ("id", "kind") VALUES
  (gen_random_uuid(), 'ISSUED'), (gen_random_uuid(), 'REDEEMED'), (gen_random_uuid(), 'EXPIRED');

ALTER TABLE "ledger_transaction"
  ADD CONSTRAINT "ledger_transaction_reversal" CHECK (("kind" = 'REVERSAL') = ("reverses_id" IS NOT NULL));

ALTER TABLE "ledger_entry"
  ADD CONSTRAINT "ledger_entry_amount" CHECK ("amount" <> 0),
  ADD CONSTRAINT "ledger_entry_balance_after" CHECK ("balance_after" >= 0);
CREATE INDEX "ledger_account_lapsing" ON "ledger_account" ("lapse_at") WHERE "lapse_at" IS NOT NULL;
CREATE INDEX "ledger_entry_expiring" ON "ledger_entry" ("account_id", "expires_at") WHERE "expires_at" IS NOT NULL;

-- Every transaction has at least two entries, and they sum to zero: looked at when it commits.
CREATE FUNCTION "refuse_unbalanced_ledger"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  transaction uuid := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN (to_jsonb(NEW) ->> 'transaction_id')::uuid ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
BEGIN
  IF (SELECT coalesce(sum("amount"), 0) <> 0 OR count(*) < 2 FROM "ledger_entry" WHERE "transaction_id" = transaction) THEN
    RAISE EXCEPTION 'ledger transaction % does not sum to zero', transaction USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "ledger_transaction_sums_to_zero" AFTER INSERT ON "ledger_transaction"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "refuse_unbalanced_ledger"();
CREATE CONSTRAINT TRIGGER "ledger_entry_sums_to_zero" AFTER INSERT ON "ledger_entry"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "refuse_unbalanced_ledger"();

ALTER TABLE "reward"
  ADD CONSTRAINT "reward_name_length" CHECK (char_length("name") BETWEEN 2 AND 60),
  ADD CONSTRAINT "reward_points" CHECK ("points" BETWEEN 1 AND 1000000),
  ADD CONSTRAINT "reward_stock" CHECK ("stock" BETWEEN 0 AND 1000000),
  ADD CONSTRAINT "reward_per_person" CHECK ("per_person" >= 1);

ALTER TABLE "redemption"
  ADD CONSTRAINT "redemption_ended" CHECK (("status" = 'ISSUED') = ("ended_at" IS NULL)),
  ADD CONSTRAINT "redemption_handed_out" CHECK ("handed_out_by_id" IS NULL OR "status" = 'USED');
CREATE INDEX "redemption_open_by_expiry" ON "redemption" ("expires_at") WHERE "status" = 'ISSUED';
