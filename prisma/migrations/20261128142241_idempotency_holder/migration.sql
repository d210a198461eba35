-- AlterTable
ALTER TABLE "idempotency_record" ADD COLUMN     "holder" UUID;
