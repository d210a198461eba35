-- Nothing is written of a person who has erased their account, whatever was on its way when they did: a row that names
-- them waits for their own row, which the erasure holds FOR UPDATE, and is refused after it. KEY SHARE waits for nothing else
-- that is done with the person. SQLSTATE XS001 is ours.
CREATE FUNCTION "refuse_the_erased"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
  IF person IS NULL THEN RETURN NEW; END IF;
  PERFORM FROM "resident" WHERE "id" = person AND "erased_at" IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'this person has erased their account' USING ERRCODE = 'XS001'; END IF;
  RETURN NEW;
END $$;

-- Every foreign key that leads to a resident or volunteer, but for: votes, which are cast by the hundred and stay by nobody
-- as they would anyhow; the ledger's account, which stays by nobody; what is only ever changed, not added (guardians, captains).
DO $$
DECLARE
  key record;
BEGIN
  FOR key IN
    SELECT c.conrelid::regclass AS tab, a.attname AS col FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid IN ('resident'::regclass, 'volunteer'::regclass) AND array_length(c.conkey, 1) = 1
      AND c.conrelid::regclass::text NOT IN ('vote', 'ledger_account', 'resident', 'team')
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION refuse_the_erased(%L)',
      'living_' || key.col, key.tab, key.col);
  END LOOP;
END $$;

-- The same where a person is named without a foreign key, because staff and programs may stand there as well.
CREATE TRIGGER "living_actor_id" BEFORE INSERT ON "ticket_event" FOR EACH ROW WHEN (NEW."actor_kind" = 'RESIDENT') EXECUTE FUNCTION refuse_the_erased('actor_id');
CREATE TRIGGER "living_uploader_id" BEFORE INSERT ON "attachment" FOR EACH ROW WHEN (NEW."uploader_kind" = 'RESIDENT') EXECUTE FUNCTION refuse_the_erased('uploader_id');
CREATE TRIGGER "living_author_id" BEFORE INSERT ON "praise" FOR EACH ROW WHEN (NEW."author_kind" = 'RESIDENT') EXECUTE FUNCTION refuse_the_erased('author_id');

-- Erasure takes the exact place, too (some 100 m are left for the statistics), and links that show how a ticket goes on.
CREATE OR REPLACE FUNCTION "erase_ticket_words"(resident uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE "ticket_event" SET "actor_id" = NULL, "detail" = "detail" - ARRAY['text', 'reason', 'comment', 'point']
    WHERE "actor_kind" = 'RESIDENT' AND "actor_id" = resident;
  DELETE FROM "ticket_share" WHERE "ticket_id" IN (SELECT "id" FROM "ticket" WHERE "reporter_id" = resident);
  -- Nobody is left to answer: the clocks run on, and the server reckons their deadlines at once.
  UPDATE "ticket" SET "waiting_since" = NULL, "next_alert_at" = now(), "clocks" = (
      SELECT coalesce(jsonb_agg(clock || jsonb_build_object('isPaused', false, 'since', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), '[]')
      FROM jsonb_array_elements("clocks") clock)
    WHERE "reporter_id" = resident AND "waiting_since" IS NOT NULL;
  UPDATE "ticket" SET "reporter_id" = NULL, "description" = '', "address" = '', "rating_comment" = NULL,
      "longitude" = round("longitude"::numeric, 3)::float8, "latitude" = round("latitude"::numeric, 3)::float8
    WHERE "reporter_id" = resident;
  DELETE FROM "ticket_follower" WHERE "resident_id" = resident;
END $$;
