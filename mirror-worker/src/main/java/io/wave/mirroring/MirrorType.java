package io.wave.mirroring;

import io.wave.job.JobKind;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.plan.Plan;
import io.wave.mirror.MirrorSpec;
import io.wave.mirroring.copy.CopyInputs;
import tools.jackson.databind.json.JsonMapper;

/** Mirrors: copies by skopeo. */
final class MirrorType implements JobType<MirrorSpec> {

    private final CopyInputs copies;
    private final JsonMapper json;

    MirrorType(CopyInputs copies, JsonMapper json) {
        this.copies = copies;
        this.json = json;
    }

    @Override
    public JobKind kind() {
        return JobKind.MIRROR;
    }

    @Override
    public MirrorSpec read(String spec) {
        return json.readValue(spec, MirrorSpec.class);
    }

    @Override
    public Plan plan(MirrorSpec spec) {
        return new Plan.Tools(work -> copies.prepare(spec.work(), work), work -> copies.open(spec.work(), work));
    }

    @Override
    public boolean hasContainers() {
        return true;
    }
}
