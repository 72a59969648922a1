package io.wave.api.scan;

import io.wave.api.job.JobRowTable;
import io.wave.job.JobRecord;
import io.wave.scan.ScanId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Inserts scans. */
@Component
class ScanTable {

    private final JobRowTable table;

    ScanTable(JdbcClient jdbc) {
        this.table = new JobRowTable(jdbc, "image_scan", "j.waits_for IS NULL");
    }

    /**
     * Inserts a live scan; returns false if a live scan of its target, or a scan with its number, exists.
     *
     * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
     * @param waitsFor the job that creates the image, or null if it exists
     */
    boolean insert(JobRecord job, ScanId id, ScanWork work, @Nullable String logins, @Nullable String waitsFor) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("hash", id.hash());
        more.put("number", id.number());
        if (waitsFor != null) {
            more.put("waits_for", waitsFor);
        }
        more.put("image_name", work.image().name());
        more.put("platform", work.platform().toString());
        return table.insert(job, work.tenant(), work, logins, more);
    }

    JobRowTable rows() {
        return table;
    }
}
