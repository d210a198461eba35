-- AlterTable
ALTER TABLE "lost_found_item" ADD COLUMN     "building_id" UUID,
ADD COLUMN     "entrance_id" UUID;

-- AddForeignKey
ALTER TABLE "lost_found_item" ADD CONSTRAINT "lost_found_item_building_id_fkey" FOREIGN KEY ("building_id") REFERENCES "building"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say: the entrance is one of the building's.
ALTER TABLE "lost_found_item"
  ADD CONSTRAINT "lost_found_entrance_of_building" FOREIGN KEY ("entrance_id", "building_id") REFERENCES "building_entrance" ("id", "building_id"),
  ADD CONSTRAINT "lost_found_entrance_with_building" CHECK ("building_id" IS NOT NULL OR "entrance_id" IS NULL);
