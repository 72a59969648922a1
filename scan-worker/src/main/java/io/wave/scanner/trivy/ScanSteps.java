package io.wave.scanner.trivy;

import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanSpec;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The steps of a scan: Trivy scans the image once, and converts its report to the other formats. */
final class ScanSteps implements Plan.Steps {

    private static final int CAUSE_LINES = 30;

    private final ScanSpec spec;
    private final ToolCommand scan;
    private final Trivy trivy;
    private final ToolEgress.Access egress;
    private final ScanResults results;
    private final Work work;

    /** @param egress the network access of the scan; closed with the steps */
    ScanSteps(ScanSpec spec, ToolCommand scan, Trivy trivy, ToolEgress.Access egress, ScanResults results, Work work) {
        this.spec = spec;
        this.scan = scan;
        this.trivy = trivy;
        this.egress = egress;
        this.results = results;
        this.work = work;
    }

    @Override
    public List<Plan.Step> inOrder() {
        return List.of(
                new Scan(),
                new Step(trivy.convert("spdx-json", ScanFile.SPDX)),
                new Step(trivy.convert("cyclonedx", ScanFile.CYCLONEDX)));
    }

    @Override
    public Outcome outcome() throws IOException, InterruptedException {
        return results.finish(List.of(ScanFile.REPORT, ScanFile.SPDX, ScanFile.CYCLONEDX));
    }

    @Override
    public void close() {
        egress.close();
    }

    /** An invocation of Trivy. */
    private class Step implements Plan.Step {

        private final ToolCommand command;

        Step(ToolCommand command) {
            this.command = command;
        }

        @Override
        public ToolCommand command() {
            return command;
        }

        @Override
        public OutputFilter output() {
            return new MaskedOutput();
        }

        @Override
        public Outcome failed(int exitCode) {
            return ScanFailure.of(spec.image(), egress.refusal(), exitCode, lastLines());
        }
    }

    private final class Scan extends Step {

        Scan() {
            super(scan);
        }

        /** Once more, if the registry was busy or away. */
        @Override
        public Optional<ToolCommand> otherwise(int exitCode) {
            return ScanFailure.isTemporary(lastLines()) ? Optional.of(scan) : Optional.empty();
        }
    }

    private List<String> lastLines() {
        return work.log().lastLines(CAUSE_LINES);
    }
}
