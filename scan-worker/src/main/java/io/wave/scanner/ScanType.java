package io.wave.scanner;

import io.wave.job.JobKind;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.plan.Plan;
import io.wave.scan.ScanSpec;
import io.wave.scanner.trivy.ScanContainers;
import io.wave.scanner.trivy.ScanInputs;
import tools.jackson.databind.json.JsonMapper;

/** Scans of images by Trivy. */
final class ScanType implements JobType<ScanSpec> {

    private final ScanInputs inputs;
    private final ScanContainers containers;
    private final JsonMapper json;

    ScanType(ScanInputs inputs, ScanContainers containers, JsonMapper json) {
        this.inputs = inputs;
        this.containers = containers;
        this.json = json;
    }

    @Override
    public JobKind kind() {
        return JobKind.SCAN;
    }

    @Override
    public ScanSpec read(String spec) {
        return json.readValue(spec, ScanSpec.class);
    }

    @Override
    public Plan plan(ScanSpec spec) {
        return new Plan.Tools(work -> inputs.prepare(spec, work), work -> containers.open(spec, work));
    }

    @Override
    public boolean hasContainers() {
        return true;
    }
}
