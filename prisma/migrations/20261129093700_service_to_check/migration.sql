-- Service that only the clock has ended, for those who look whether its times are right: a handful among years of attendance.
CREATE INDEX "attendance_to_check" ON "attendance" ("out_at") WHERE "out_method" = 'RULE' AND "rating" IS NULL;
