package io.wave.scanner.trivy;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanSpec;
import io.wave.scanner.database.RemoteDatabase;
import io.wave.scanner.registry.TrivyAccess;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A scan by Trivy in a container, which gets the database from the object store, or downloads it, and stores its reports. */
final class ScanContainer implements ContainerRun {

    private static final int CAUSE_LINES = 30;
    /** How long URLs are valid beyond the run time: a container may wait for its node and its image. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final String CONFIGURATION = "trivy.yaml";
    private static final String CACHE = ScanFolder.CACHE + "/";

    private final ScanSpec spec;
    private final ScanContainers scans;
    private final Work work;

    ScanContainer(ScanSpec spec, ScanContainers scans, Work work) {
        this.spec = spec;
        this.scans = scans;
        this.work = work;
    }

    @Override
    public Container container() throws IOException {
        Map<String, String> files = new HashMap<>();
        List<String> arguments = new ArrayList<>();
        URI server = scans.properties().server();
        if (server != null) {
            files.put(CONFIGURATION, configuration(server));
            arguments.addAll(List.of("--config", Container.SECRETS + "/" + CONFIGURATION));
            arguments.addAll(Trivy.unshared());
        }
        Map<String, URI> urls = new LinkedHashMap<>();
        for (Map.Entry<String, ObjectName> object : scans.database().objects().entrySet()) {
            urls.put(CACHE + object.getKey() + ".tar.gz", url(store().downloadUrl(object.getValue(), validity())));
        }
        arguments.addAll(
                urls.isEmpty() ? downloads() : Trivy.present(scans.database().hasJava()));
        return container(arguments, urls, files);
    }

    /** The token is a secret, so it is not among the arguments. */
    private String configuration(URI server) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("addr", server.toString());
        Optional.ofNullable(scans.properties().serverToken()).ifPresent(token -> settings.put("token", token));
        // JSON is YAML.
        return scans.storage().json().writeValueAsString(Map.of("server", settings));
    }

    private List<String> downloads() {
        List<String> repositories = located(vulnerabilityRepositories());
        if (repositories.isEmpty() && scans.properties().server() == null) {
            throw new JobFailedException(
                    "scan failed: there is no vulnerability database (wave.scan.database.repositories is empty)");
        }
        return Trivy.downloaded(repositories, located(scans.properties().javaRepositories()));
    }

    private List<String> vulnerabilityRepositories() {
        return scans.properties().server() == null ? scans.properties().repositories() : List.of();
    }

    private List<String> located(List<String> repositories) {
        return repositories.stream()
                .filter(repository -> !repository.isBlank())
                .map(scans.access()::location)
                .toList();
    }

    private Container container(List<String> database, Map<String, URI> downloads, Map<String, String> files) {
        TrivyAccess access = scans.access();
        Trivy trivy = scans.trivy();
        List<String> repositories = downloads.isEmpty() ? repositories() : List.of();
        Trivy.Target target =
                Trivy.Target.of(spec, access).or(repositories.stream().anyMatch(access::needsInsecure));
        List<ToolCommand> commands = List.of(
                trivy.scan(spec, target, database),
                trivy.convert("spdx-json", ScanFile.SPDX),
                trivy.convert("cyclonedx", ScanFile.CYCLONEDX));
        files.put(TrivyAccess.CONFIG, access.config(spec.tenant(), spec.image(), repositories));
        Map<String, URI> uploads = new LinkedHashMap<>();
        for (ScanFile file : new ScanFile[] {ScanFile.REPORT, ScanFile.SPDX, ScanFile.CYCLONEDX}) {
            uploads.put(file.fileName(), url(store().uploadUrl(ScanResults.name(file, spec), validity())));
        }
        return new Container(
                Container.Tool.TRIVY,
                Container.inOrder(commands.stream().map(ToolCommand::arguments).toList()),
                commands.getFirst().environment(),
                scans.egress().with(files),
                downloads,
                uploads,
                Optional.of(CACHE + RemoteDatabase.metadataFile()),
                Optional.empty());
    }

    /** Those of databases that Trivy downloads itself. */
    private List<String> repositories() {
        return Stream.concat(vulnerabilityRepositories().stream(), scans.properties().javaRepositories().stream())
                .filter(repository -> !repository.isBlank())
                .toList();
    }

    private ObjectStore store() {
        return scans.storage().objects();
    }

    private Duration validity() {
        return spec.runTimeout().plus(MARGIN);
    }

    private static URI url(Optional<URI> url) {
        return url.orElseThrow(() -> new IllegalStateException("the object store has no URLs"));
    }

    @Override
    public OutputFilter output() {
        return new MaskedOutput();
    }

    @Override
    public Outcome succeeded(String message) throws IOException, InterruptedException {
        ScanResults results = scans.results(spec, message, work);
        results.fetch(ScanFile.REPORT);
        return results.finish(List.of());
    }

    @Override
    public Outcome failed(int exitCode) {
        return ScanFailure.of(
                spec.image(), Optional.empty(), exitCode, work.log().lastLines(CAUSE_LINES));
    }

    @Override
    public void close() {}
}
