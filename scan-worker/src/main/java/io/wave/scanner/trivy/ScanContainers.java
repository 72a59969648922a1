package io.wave.scanner.trivy;

import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Work;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanSpec;
import io.wave.scanner.database.DatabaseProperties;
import io.wave.scanner.database.RemoteDatabase;
import io.wave.scanner.database.ServerDatabase;
import io.wave.scanner.registry.TrivyAccess;
import io.wave.worker.egress.ContainerEgress;
import java.net.URI;
import java.util.Optional;

/** Scans in containers: what they share. */
public final class ScanContainers {

    private final ScannerProperties scanner;
    private final DatabaseProperties properties;
    private final RemoteDatabase database;
    private final TrivyAccess access;
    private final ContainerEgress egress;
    private final ScanStorage storage;

    public ScanContainers(
            ScannerProperties scanner,
            DatabaseProperties properties,
            RemoteDatabase database,
            TrivyAccess access,
            ContainerEgress egress,
            ScanStorage storage) {
        this.scanner = scanner;
        this.properties = properties;
        this.database = database;
        this.access = access;
        this.egress = egress;
        this.storage = storage;
    }

    /** Begins to follow the container of a scan. */
    public ContainerRun open(ScanSpec spec, Work work) {
        return new ScanContainer(spec, this, work);
    }

    Trivy trivy() {
        return new Trivy(ScannerProperties.NAME, scanner, ScanFolder.OF_CONTAINER, egress.environment());
    }

    DatabaseProperties properties() {
        return properties;
    }

    RemoteDatabase database() {
        return database;
    }

    TrivyAccess access() {
        return access;
    }

    ContainerEgress egress() {
        return egress;
    }

    ScanStorage storage() {
        return storage;
    }

    /**
     * The results of a scan.
     *
     * @param message the message of the {@link Container}, which describes its database
     */
    ScanResults results(ScanSpec spec, String message, Work work) throws InterruptedException {
        URI server = properties.server();
        Optional<ScanReport.Database> used =
                server == null ? RemoteDatabase.describedBy(message) : ServerDatabase.of(server);
        return new ScanResults(
                storage, spec, new ScanFolder(work.folder()), used, database.hasJava(), properties.warnAfter(), work);
    }
}
