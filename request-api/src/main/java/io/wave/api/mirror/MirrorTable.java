package io.wave.api.mirror;

import io.wave.api.access.ImageSources;
import io.wave.api.job.JobRowTable;
import io.wave.job.JobRecord;
import io.wave.mirror.MirrorSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Inserts mirrors. */
@Component
class MirrorTable {

    private final JobRowTable table;

    MirrorTable(JdbcClient jdbc) {
        this.table = new JobRowTable(jdbc, "image_mirror", "true");
    }

    /** Inserts a live mirror; returns false if a live mirror of its target, or a mirror with its number, exists. */
    boolean insert(JobRecord job, MirrorSpec spec, ImageSources sources, @Nullable String logins) {
        return table.insert(job, spec.work().tenant(), spec, logins, sources.columns());
    }

    JobRowTable rows() {
        return table;
    }
}
