package io.wave.scanner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.job.engine.folder.FolderLock;
import io.wave.job.engine.tool.SearchPath;
import io.wave.local.LocalServices;
import io.wave.local.scan.SampleDatabase;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.scanner.registry.TrivyAccess;
import io.wave.security.TrustedCertificates;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Downloads of the database by the real Trivy from a real registry. */
class DatabaseRefreshIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final String NOBODY = "localhost:1/test/trivy-db:2";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path folder;

    @TempDir
    private Path content;

    @BeforeAll
    static void requireTrivy() {
        assumeThat(SearchPath.withClients().has("trivy"))
                .as("Trivy is not installed (scripts/go-clients trivy)")
                .isTrue();
    }

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @Test
    void repositoriesAreTriedInTurn() throws IOException, InterruptedException {
        String repository = DatabaseArtifact.push(REGISTRY.host(), content, now, now.plus(Duration.ofDays(1)));
        DatabaseRefresh refresh = refresh(List.of(NOBODY, repository), now);
        assertThat(refresh.run()).isFalse();
        assertThat(refresh.failure()).isEmpty();
        assertThat(database().metadata(DatabaseKind.VULNERABILITIES))
                .hasValueSatisfying(found -> assertThat(found.updatedAt()).isEqualTo(now));
    }

    @Test
    void newerDatabaseReplacesTheOldOneWhenItIsDue() throws IOException, InterruptedException {
        Instant due = now.plus(Duration.ofDays(1));
        String repository = DatabaseArtifact.push(REGISTRY.host(), content, now, due);
        refresh(List.of(repository), now).run();
        Path first = current();
        DatabaseArtifact.push(REGISTRY.host(), content, due, due.plus(Duration.ofDays(1)));
        refresh(List.of(repository), due.minusSeconds(1)).run();
        assertThat(current()).isEqualTo(first);
        refresh(List.of(repository), due).run();
        assertThat(current()).isNotEqualTo(first);
        assertThat(first.resolve("trivy.db")).as("scans may still use it").exists();
        DatabaseArtifact.push(REGISTRY.host(), content, due.plusSeconds(1), due.plus(Duration.ofDays(2)));
        refresh(List.of(repository), due.plus(Duration.ofDays(1))).run();
        assertThat(first).doesNotExist();
    }

    @Test
    void oldDatabaseIsKeptIfNoRepositoryResponds() throws IOException, InterruptedException {
        String repository = DatabaseArtifact.push(REGISTRY.host(), content, now, now);
        refresh(List.of(repository), now).run();
        Path first = current();
        DatabaseRefresh failing = refresh(List.of(NOBODY), now.plus(Duration.ofDays(9)));
        assertThatThrownBy(failing::run).isInstanceOf(IOException.class).hasMessageContaining(NOBODY);
        assertThat(failing.failure()).isPresent();
        assertThat(current()).isEqualTo(first);
    }

    @Test
    void oneReplicaRefreshesAtATime() throws IOException, InterruptedException {
        String repository = DatabaseArtifact.push(REGISTRY.host(), content, now, now.plus(Duration.ofDays(1)));
        try (FolderLock _ = FolderLock.take(folder)) {
            refresh(List.of(repository), now).run();
            assertThat(database().current(DatabaseKind.VULNERABILITIES)).isEmpty();
        }
        refresh(List.of(repository), now).run();
        assertThat(database().current(DatabaseKind.VULNERABILITIES)).isPresent();
    }

    @Test
    void databaseOfAnOperatorIsReplacedToo() throws IOException, InterruptedException {
        SampleDatabase.write(folder.resolve("db"), now.minusSeconds(9), now.minusSeconds(1));
        assertThat(Files.isSymbolicLink(folder.resolve("db"))).isFalse();
        String repository = DatabaseArtifact.push(REGISTRY.host(), content, now, now.plus(Duration.ofDays(1)));
        refresh(List.of(repository), now).run();
        assertThat(Files.isSymbolicLink(folder.resolve("db"))).isTrue();
        assertThat(database().metadata(DatabaseKind.VULNERABILITIES))
                .hasValueSatisfying(found -> assertThat(found.updatedAt()).isEqualTo(now));
    }

    /** It identifies archives at the worker, so it has to be there before the scans that use the server. */
    @Test
    void databaseOfJavaArchivesIsDownloadedForATrivyServerToo() throws IOException, InterruptedException {
        Instant next = now.plus(Duration.ofDays(3));
        String java = DatabaseArtifact.pushJava(REGISTRY.host(), content.resolve("java"), now, next);
        refresh(properties(List.of(NOBODY), List.of(NOBODY, java), URI.create("http://localhost:1")), now)
                .run();
        assertThat(database().metadata(DatabaseKind.JAVA))
                .hasValueSatisfying(found -> assertThat(found.updatedAt()).isEqualTo(now));
        assertThat(database().current(DatabaseKind.VULNERABILITIES))
                .as("the server has it")
                .isEmpty();
    }

    private DatabaseFolder database() {
        return new DatabaseFolder(folder);
    }

    private Path current() {
        return database().current(DatabaseKind.VULNERABILITIES).orElseThrow();
    }

    private DatabaseRefresh refresh(List<String> repositories, Instant time) {
        return refresh(properties(repositories, List.of(), null), time);
    }

    private DatabaseProperties properties(
            List<String> repositories, List<String> javaRepositories, @Nullable URI server) {
        return new DatabaseProperties(
                folder,
                repositories,
                javaRepositories,
                Duration.ofHours(1),
                Duration.ofDays(2),
                Duration.ofSeconds(1),
                server,
                null);
    }

    private DatabaseRefresh refresh(DatabaseProperties properties, Instant time) {
        RegistriesProperties registries = new RegistriesProperties(Map.of());
        TrivyAccess access = new TrivyAccess(
                registries,
                JobCredentials.configured(registries),
                JsonMapper.builder().build());
        ToolEgress egress = ToolEgress.unguarded(ToolCertificates.of(TrustedCertificates.OF_RUNTIME));
        Path trivy = SearchPath.withClients().find("trivy").orElseThrow();
        return new DatabaseRefresh(
                database(), new DatabaseDownload(trivy, access, egress), properties, Clock.fixed(time, ZoneOffset.UTC));
    }
}
