package io.wave.scanner.trivy;

import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.scan.ScanSpec;
import io.wave.scanner.database.DatabaseProperties;
import io.wave.scanner.database.ServerDatabase;
import io.wave.scanner.database.VulnerabilityDatabase;
import io.wave.scanner.database.VulnerabilityDatabase.Linked;
import io.wave.scanner.registry.TrivyAccess;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prepares scans on this machine: the database, credentials and network access. */
public final class ScanInputs {

    private final ScannerProperties scanner;
    private final VulnerabilityDatabase database;
    private final DatabaseProperties properties;
    private final TrivyAccess access;
    private final ToolEgress egress;
    private final ScanStorage storage;

    public ScanInputs(
            ScannerProperties scanner,
            VulnerabilityDatabase database,
            DatabaseProperties properties,
            TrivyAccess access,
            ToolEgress egress,
            ScanStorage storage) {
        this.scanner = scanner;
        this.database = database;
        this.properties = properties;
        this.access = access;
        this.egress = egress;
        this.storage = storage;
    }

    /**
     * Prepares the folder of an attempt.
     *
     * @throws io.wave.job.engine.outcome.JobFailedException if there is no database
     */
    public Plan.Steps prepare(ScanSpec spec, Work work) throws IOException, InterruptedException {
        ScanFolder folder = ScanFolder.create(work.folder());
        access.writeConfig(folder.docker(), spec.tenant(), spec.image());
        URI server = properties.server();
        return server == null ? local(spec, folder, work) : remote(spec, folder, server, work);
    }

    private Plan.Steps local(ScanSpec spec, ScanFolder folder, Work work) throws IOException, InterruptedException {
        Linked linked = database.link(folder.cache(), work);
        ToolEgress.Access network = egress.open();
        Trivy trivy = new Trivy(scanner.file().toString(), scanner, folder, network.environment());
        ToolCommand scan = scan(spec, trivy, Trivy.present(linked.hasJava()));
        ScanResults results = new ScanResults(
                storage, spec, folder, Optional.of(linked.metadata()), linked.hasJava(), properties.warnAfter(), work);
        return new ScanSteps(spec, scan, trivy, network, results, work);
    }

    private Plan.Steps remote(ScanSpec spec, ScanFolder folder, URI server, Work work)
            throws IOException, InterruptedException {
        boolean hasJava = database.linkJava(folder.cache());
        ToolEgress.Access network = egress.open();
        Trivy trivy = new Trivy(scanner.file().toString(), scanner, folder, network.environment());
        trivy.useServer(Optional.ofNullable(properties.serverToken()));
        List<String> arguments = new ArrayList<>(List.of("--server", server.toString()));
        arguments.addAll(Trivy.unshared());
        arguments.addAll(Trivy.present(hasJava));
        ToolCommand scan = scan(spec, trivy, arguments);
        ScanResults results = new ScanResults(
                storage, spec, folder, ServerDatabase.of(server), hasJava, properties.warnAfter(), work);
        return new ScanSteps(spec, scan, trivy, network, results, work);
    }

    private ToolCommand scan(ScanSpec spec, Trivy trivy, List<String> databaseArguments) {
        return trivy.scan(spec, Trivy.Target.of(spec, access), databaseArguments);
    }
}
