package io.wave.api.build;

import io.wave.api.job.JobRow;
import io.wave.build.BuildSpec;
import io.wave.job.JobKind;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.NullUnmarked;

/** One attempt to build an image. */
@Entity
@Table(name = "image_build")
class BuildEntity extends JobRow {

    private String containerId;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private BuildSpec spec;

    @NullUnmarked
    protected BuildEntity() {}

    @Override
    public JobKind kind() {
        return JobKind.BUILD;
    }

    BuildSpec spec() {
        return spec;
    }

    Build toBuild() {
        return new Build(job(), spec);
    }

    /** Stores the complete specification when the build command is sent. */
    void make(BuildSpec complete, Instant now) {
        spec = complete;
        commandSent(now);
    }
}
