-- CreateEnum
CREATE TYPE "plan_source" AS ENUM ('HOT_ISSUE', 'REPORTS', 'RANDOM', 'STAFF');

-- CreateEnum
CREATE TYPE "plan_status" AS ENUM ('PROPOSED', 'APPROVED', 'DISMISSED');

-- DropForeignKey
ALTER TABLE "patrol_route" DROP CONSTRAINT "patrol_route_team_id_fkey";

-- DropForeignKey
ALTER TABLE "patrol_run" DROP CONSTRAINT "patrol_run_signup_id_fkey";

-- AlterTable
ALTER TABLE "patrol_route" ALTER COLUMN "team_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "patrol_run" ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "staff_id" UUID,
ALTER COLUMN "signup_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "patrol_plan" (
    "id" UUID NOT NULL,
    "grid_id" UUID,
    "hot_issue_id" UUID,
    "source" "plan_source" NOT NULL,
    "status" "plan_status" NOT NULL DEFAULT 'PROPOSED',
    "title" TEXT NOT NULL,
    "windows" JSONB NOT NULL,
    "route_id" UUID,
    "proposed_on" DATE,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "author_id" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "dismissed_at" TIMESTAMPTZ(3),
    "dismiss_reason" TEXT NOT NULL DEFAULT '',
    "walked_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "patrol_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "patrol_plan_approval" (
    "plan_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patrol_plan_approval_pkey" PRIMARY KEY ("plan_id","staff_id")
);

-- CreateTable
CREATE TABLE "patrol_plan_walker" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "staff_id" UUID,
    "team_id" UUID,

    CONSTRAINT "patrol_plan_walker_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "patrol_plan_route_id_key" ON "patrol_plan"("route_id");

-- CreateIndex
CREATE INDEX "patrol_plan_grid_id_proposed_at_idx" ON "patrol_plan"("grid_id", "proposed_at");

-- CreateIndex
CREATE INDEX "patrol_plan_hot_issue_id_idx" ON "patrol_plan"("hot_issue_id");

-- CreateIndex
CREATE INDEX "patrol_plan_author_id_idx" ON "patrol_plan"("author_id");

-- CreateIndex
CREATE INDEX "patrol_plan_approval_staff_id_idx" ON "patrol_plan_approval"("staff_id");

-- CreateIndex
CREATE INDEX "patrol_plan_walker_staff_id_idx" ON "patrol_plan_walker"("staff_id");

-- CreateIndex
CREATE INDEX "patrol_plan_walker_team_id_idx" ON "patrol_plan_walker"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "patrol_plan_walker_plan_id_staff_id_key" ON "patrol_plan_walker"("plan_id", "staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "patrol_plan_walker_plan_id_team_id_key" ON "patrol_plan_walker"("plan_id", "team_id");

-- CreateIndex
CREATE INDEX "patrol_run_staff_id_started_at_idx" ON "patrol_run"("staff_id", "started_at");

-- AddForeignKey
ALTER TABLE "patrol_route" ADD CONSTRAINT "patrol_route_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_run" ADD CONSTRAINT "patrol_run_signup_id_fkey" FOREIGN KEY ("signup_id") REFERENCES "shift_signup"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_run" ADD CONSTRAINT "patrol_run_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan" ADD CONSTRAINT "patrol_plan_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan" ADD CONSTRAINT "patrol_plan_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan" ADD CONSTRAINT "patrol_plan_route_id_fkey" FOREIGN KEY ("route_id") REFERENCES "patrol_route"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan" ADD CONSTRAINT "patrol_plan_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan_approval" ADD CONSTRAINT "patrol_plan_approval_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "patrol_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan_approval" ADD CONSTRAINT "patrol_plan_approval_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan_walker" ADD CONSTRAINT "patrol_plan_walker_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "patrol_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan_walker" ADD CONSTRAINT "patrol_plan_walker_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_plan_walker" ADD CONSTRAINT "patrol_plan_walker_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

ALTER TABLE "patrol_run"
  ADD CONSTRAINT "patrol_run_by_one" CHECK (("signup_id" IS NULL) <> ("staff_id" IS NULL)),
  ADD CONSTRAINT "patrol_run_in_order" CHECK ("ended_at" IS NULL OR "ended_at" >= "started_at");
-- Nobody walks two patrols at a time.
CREATE UNIQUE INDEX "patrol_run_going_on" ON "patrol_run" ("staff_id") WHERE "ended_at" IS NULL AND "staff_id" IS NOT NULL;
ALTER TABLE "patrol_plan"
  ADD CONSTRAINT "patrol_plan_approved" CHECK ("status" <> 'APPROVED' OR ("approved_at" IS NOT NULL AND "expires_at" IS NOT NULL)),
  ADD CONSTRAINT "patrol_plan_with_route" CHECK ("status" <> 'APPROVED' OR "route_id" IS NOT NULL),
  ADD CONSTRAINT "patrol_plan_dismissed" CHECK (("status" = 'DISMISSED') = ("dismissed_at" IS NOT NULL));
ALTER TABLE "patrol_plan_walker" ADD CONSTRAINT "patrol_plan_walker_one" CHECK (("staff_id" IS NULL) <> ("team_id" IS NULL));
-- The planner proposes once a day for each grid and reason.
CREATE UNIQUE INDEX "patrol_plan_of_day" ON "patrol_plan" ("proposed_on", "source", "grid_id", "hot_issue_id") NULLS NOT DISTINCT WHERE "proposed_on" IS NOT NULL;
