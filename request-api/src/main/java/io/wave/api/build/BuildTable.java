package io.wave.api.build;

import io.wave.api.access.ImageSources;
import io.wave.api.job.JobRowTable;
import io.wave.build.BuildSpec;
import io.wave.job.JobRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Inserts builds. */
@Component
class BuildTable {

    private static final String WAITS_FOR_NO_BUILD =
            "NOT EXISTS (SELECT 1 FROM requests.awaited_build w WHERE w.waiting = j.id)";

    private final JobRowTable table;

    BuildTable(JdbcClient jdbc) {
        this.table = new JobRowTable(jdbc, "image_build", WAITS_FOR_NO_BUILD);
    }

    /** Inserts a live build; returns false if a live build of its target, or a build with its number, exists. */
    boolean insert(JobRecord job, BuildSpec spec, ImageSources sources, @Nullable String logins) {
        Map<String, Object> columns = new HashMap<>(sources.columns());
        columns.put("container_id", spec.id().containerId().hex());
        return table.insert(job, spec.tenant(), spec, logins, columns);
    }

    JobRowTable rows() {
        return table;
    }
}
