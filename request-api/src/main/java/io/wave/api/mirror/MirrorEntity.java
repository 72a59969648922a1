package io.wave.api.mirror;

import io.wave.api.job.JobRow;
import io.wave.job.JobKind;
import io.wave.mirror.MirrorSpec;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.NullUnmarked;

/** One attempt to mirror an image. */
@Entity
@Table(name = "image_mirror")
class MirrorEntity extends JobRow {

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private MirrorSpec spec;

    @NullUnmarked
    protected MirrorEntity() {}

    @Override
    public JobKind kind() {
        return JobKind.MIRROR;
    }

    MirrorSpec spec() {
        return spec;
    }

    Mirror toMirror() {
        return new Mirror(job(), spec);
    }
}
