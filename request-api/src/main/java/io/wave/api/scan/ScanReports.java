package io.wave.api.scan;

import io.wave.api.persistence.StoredJson;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanReport;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** The reports of scans in the object store, where workers write them. */
@Component
public class ScanReports {

    private static final Logger LOG = LoggerFactory.getLogger(ScanReports.class);
    /** More than a report with the maximum number of findings has. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private final ObjectStore objects;

    ScanReports(ObjectStore objects) {
        this.objects = objects;
    }

    /** What a scan found; empty if it has not succeeded, or its report is not kept any more. */
    public Optional<ScanReport> of(Scan scan) {
        Optional<ObjectName> name = Optional.ofNullable(scan.job().report()).map(ObjectName::new);
        Optional<InputStream> content = name.flatMap(objects::open);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream json = content.get()) {
            return Optional.of(
                    StoredJson.read(new String(json.readNBytes(MAX_BYTES), StandardCharsets.UTF_8), ScanReport.class));
        } catch (JacksonException unreadable) {
            LOG.atWarn()
                    .addKeyValue("scanId", scan.job().id())
                    .log("The report of a scan cannot be read: {}", unreadable.getOriginalMessage());
            return Optional.empty();
        } catch (IOException broken) {
            throw new ObjectStoreException("cannot read " + name.orElseThrow(), broken);
        }
    }

    /** A file of a scan, which the caller closes; empty if there is none. */
    public Optional<InputStream> open(Scan scan, ScanFile file) {
        return Optional.ofNullable(scan.job().report())
                .map(report -> report.substring(0, report.lastIndexOf('/') + 1) + file.fileName())
                .map(ObjectName::new)
                .flatMap(objects::open);
    }
}
