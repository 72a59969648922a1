package io.wave.api.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.api.persistence.StoredJson;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanId;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanReport.Vulnerability;
import io.wave.scan.Severity;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.test.context.TestPropertySource;

/** Scans as clients request and read them; the test is the worker. */
@TestPropertySource(properties = {"wave.scan.enabled=true", "wave.scan.harbor.token=harbor-token"})
class ScanRequestIT extends RequestApiIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Instant DEADLINE = Instant.parse("2100-01-01T00:00:00Z");
    private static final String HARBOR_REQUEST = "application/vnd.scanner.adapter.scan.request+json; version=1.1";
    private static final String HARBOR_REPORT = "application/vnd.security.vulnerability.report; version=1.1";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<String, String> CONTENTS = new ConcurrentHashMap<>();

    @Autowired
    private KafkaOperations<String, String> kafka;

    @Autowired
    private ObjectStore objects;

    @Autowired
    private RootKey rootKey;

    @Test
    void requiredScanDecidesOnTheStatusOnly() {
        Answer accepted = client().submit("{'containerImage':'%s','scanMode':'required'}".formatted(newImage()));
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        assertThat(accepted.json().has("succeeded")).isFalse();
        String scanId = accepted.text("scanId");
        assertThat(scanId).matches("sc-[0-9a-f]{16}_1");
        Answer running = status(accepted);
        assertThat(running.text("status")).isEqualTo("SCANNING");
        assertThat(running.text("scanId")).isEqualTo(scanId);
        assertThat(running.json().has("creationTime")).isTrue();
        succeed(scanId, Map.of("HIGH", 1, "LOW", 2));
        Answer done = awaitDone(accepted);
        assertThat(done.json().path("succeeded").asBoolean(true)).isFalse();
        assertThat(done.text("reason")).endsWith("not accepted: HIGH, LOW");
        assertThat(done.text("detailsUri")).endsWith("/view/scans/" + scanId);
        assertThat(done.json().path("vulnerabilities").toString()).isEqualTo("{\"HIGH\":1,\"LOW\":2}");
    }

    @ParameterizedTest
    @CsvSource({
        "'LOW,HIGH', true, 'the scan found only vulnerabilities of accepted levels: HIGH, LOW'",
        "'LOW', false, 'the scan found vulnerabilities of levels that are not accepted: HIGH'"
    })
    void levelsAreTolerated(String levels, boolean succeeded, String reason) {
        Answer accepted = client().submit("{'containerImage':'%s','scanMode':'required','scanLevels':['%s']}"
                .formatted(newImage(), levels.replace(",", "','")));
        succeed(accepted.text("scanId"), Map.of("HIGH", 1, "LOW", 2));
        Answer done = awaitDone(accepted);
        assertThat(done.json().path("succeeded").asBoolean()).isEqualTo(succeeded);
        assertThat(done.text("reason")).isEqualTo(reason);
    }

    @Test
    void bodiesOfClientsAreAccepted() {
        Answer cli = client().submit("""
                {'containerImage':'%s','containerPlatform':'linux/amd64','freeze':false,'mirror':false,'dryRun':false,
                 'scanMode':'required','scanLevels':['LOW','MEDIUM'],'towerEndpoint':'https://api.cloud.seqera.io',
                 'timestamp':'2026-11-29T12:00:00+01:00'}""".formatted(newImage()));
        assertThat(cli.status()).as(cli.body()).isEqualTo(200);
        Answer nextflow = client().submit("""
                {'containerImage':'%s','containerFile':null,'packages':null,'containerConfig':{'entrypoint':null,'cmd':null,
                 'env':null,'workingDir':null,'layers':null},'containerPlatform':'linux/amd64','buildRepository':null,
                 'cacheRepository':null,'freeze':null,'mirror':null,'scanMode':'required','scanLevels':['LOW','MEDIUM'],
                 'buildCompression':null,'buildTemplate':null,'format':null,'dryRun':null,'timestamp':'2026-11-29T12:00:00Z',
                 'fingerprint':'abc','towerAccessToken':null,'towerRefreshToken':null,'towerWorkspaceId':null,
                 'towerEndpoint':'https://api.cloud.seqera.io','workflowId':null,'nameStrategy':null,
                 'containerIncludes':null}""".formatted(newImage()));
        assertThat(nextflow.status()).as(nextflow.body()).isEqualTo(200);
        for (Answer accepted : List.of(cli, nextflow)) {
            assertThat(accepted.json().has("succeeded")).isFalse();
            succeed(accepted.text("scanId"), Map.of("LOW", 1));
            Answer done = awaitDone(accepted);
            assertThat(done.json().path("succeeded").asBoolean()).isTrue();
            assertThat(done.json().path("vulnerabilities").toString()).isEqualTo("{\"LOW\":1}");
        }
    }

    @Test
    void scanThatFindsNothingSucceedsWithoutAReason() {
        Answer accepted = client().submit("{'containerImage':'%s','scanMode':'required'}".formatted(newImage()));
        succeed(accepted.text("scanId"), Map.of());
        Answer done = awaitDone(accepted);
        assertThat(done.json().path("succeeded").asBoolean()).isTrue();
        assertThat(done.json().has("reason")).isFalse();
        assertThat(done.json().has("vulnerabilities")).isFalse();
    }

    @Test
    void imageOfAnAsynchronousScanIsReady() {
        Answer accepted = client().submit("{'containerImage':'%s','scanMode':'async'}".formatted(newImage()));
        assertThat(accepted.text("scanId")).isNotEmpty();
        assertThat(status(accepted).text("status")).isEqualTo("DONE");
        assertThat(status(accepted).json().path("succeeded").asBoolean()).isTrue();
        Answer without = client().submit("{'containerImage':'%s'}".formatted(newImage()));
        assertThat(without.json().has("scanId")).isFalse();
        assertThat(without.json().path("succeeded").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"async", "required"})
    void dryRunScansNothing(String mode) {
        String image = newImage();
        Answer accepted =
                client().submit("{'containerImage':'%s','scanMode':'%s','dryRun':true}".formatted(image, mode));
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        assertThat(accepted.json().has("scanId")).isFalse();
        assertThat(accepted.json().path("succeeded").asBoolean()).isTrue();
        assertThat(status(accepted).text("status")).isEqualTo("DONE");
        assertThat(jdbc.sql("SELECT count(*) FROM requests.image_scan WHERE image_name LIKE :name")
                        .param("name", "%" + image)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void digestIsScannedOnceWhateverItsName() {
        String first = newImage();
        String second = newImage(contentOf(first));
        String scanId = client().submit("{'containerImage':'%s','scanMode':'async'}".formatted(first))
                .text("scanId");
        assertThat(scan("{'containerImage':'%s'}".formatted(second)).text("scanId"))
                .isEqualTo(scanId);
        succeed(scanId, Map.of());
        assertThat(scan("{'containerImage':'%s'}".formatted(first)).text("scanId"))
                .isEqualTo(scanId);
        Answer secrets = scan("{'containerImage':'%s','scanners':['vuln','secret']}".formatted(first));
        assertThat(secrets.text("scanId")).isNotEqualTo(scanId);
    }

    @Test
    void failedScanIsDoneAgain() {
        String image = newImage();
        Answer accepted = client().submit("{'containerImage':'%s','scanMode':'required'}".formatted(image));
        String scanId = accepted.text("scanId");
        fail(scanId, "scan failed: no disk");
        Answer done = awaitDone(accepted);
        assertThat(done.json().path("succeeded").asBoolean(true)).isFalse();
        assertThat(done.text("reason")).isEqualTo("scan failed: no disk");
        Answer details = client().get("/v1alpha1/scans/" + scanId);
        assertThat(details.text("status")).isEqualTo("FAILED");
        assertThat(details.text("logs")).isEqualTo("scan failed: no disk");
        assertThat(client().get("/v1alpha1/scans/%s/report".formatted(scanId)).text("message"))
                .endsWith("has not succeeded: it has no reports");
        assertThat(scan("{'containerImage':'%s'}".formatted(image)).text("scanId"))
                .isEqualTo(scanId.replace("_1", "_2"));
    }

    @Test
    void builtImageIsScannedWhenItExists() {
        Answer accepted = client().submit("{'containerFile':'%s','scanMode':'required'}".formatted(containerFile()));
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        String buildId = accepted.text("buildId");
        String scanId = accepted.text("scanId");
        assertThat(status(accepted).text("status")).isEqualTo("BUILDING");
        assertThat(client().get("/v1alpha1/scans/" + scanId).text("buildId")).isEqualTo(buildId);
        Digest digest = Digest.of(buildId.getBytes(StandardCharsets.UTF_8));
        publish(Topics.BUILD_EVENTS, word(buildId, 3, JobState.SUCCEEDED, digest, null));
        await().atMost(TIMEOUT).until(() -> status(accepted).text("status").equals("SCANNING"));
        await().atMost(TIMEOUT).until(() -> target(scanId).contains(digest.toString()));
        assertThat(jdbc.sql("SELECT spec ->> 'base' FROM requests.image_scan WHERE id = ?")
                        .param(scanId)
                        .query(String.class)
                        .single())
                .as("the base image, whose layers the worker tells from others")
                .isEqualTo("docker.io/library/busybox:latest");
        succeed(scanId, Map.of());
        assertThat(awaitDone(accepted).json().path("succeeded").asBoolean()).isTrue();
    }

    @Test
    void pagesOfABuildAndItsScansReferToEachOther() {
        Answer accepted = client().submit("{'containerFile':'%s','scanMode':'async'}".formatted(containerFile()));
        String buildId = accepted.text("buildId");
        String scanId = accepted.text("scanId");
        assertThat(client().get("/view/builds/" + buildId).body())
                .contains("href=\"/view/scans/" + scanId, "IN PROGRESS")
                .doesNotContain("Scan the image");
        assertThat(scanByButton("buildId", buildId).status()).isEqualTo(400);
        byte[] manifest = buildId.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(manifest);
        publish(Topics.BUILD_EVENTS, word(buildId, 3, JobState.SUCCEEDED, digest, null));
        await().atMost(TIMEOUT).until(() -> target(scanId).contains(digest.toString()));
        succeed(scanId, Map.of("HIGH", 1));
        await().atMost(TIMEOUT)
                .until(() -> client().get("/view/builds/" + buildId)
                        .body()
                        .contains("linux/amd64, vulnerabilities: 1 HIGH"));
        assertThat(client().get("/view/builds/" + buildId).body()).contains("Scan the image", "value=\"" + buildId);
        assertThat(client().get("/view/scans/" + scanId).body()).contains("href=\"/view/builds/" + buildId);
        await().atMost(TIMEOUT).until(() -> client().get("/").body().contains("href=\"/view/scans/" + scanId));

        // The registry does not have the image: whoever presses the button needs access to it.
        Answer denied = scanByButton("buildId", buildId);
        assertThat(denied.status()).isEqualTo(400);
        assertThat(denied.body()).contains("access is denied");
        REGISTRY.on(
                "/v2/wave/build/manifests/" + digest,
                ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", manifest)
                        .with("Docker-Content-Digest", digest.toString()));
        Answer pressed =
                await().atMost(TIMEOUT).until(() -> scanByButton("buildId", buildId), answer -> answer.status() == 303);
        assertThat(pressed.header("Location")).endsWith("/view/scans/" + scanId);
        assertThat(scanByButton("mirrorId", buildId).status()).isEqualTo(400);
    }

    private Answer scanByButton(String parameter, String id) {
        return client().send(client().request("/view/scans")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(parameter + "=" + id)));
    }

    @Test
    void scanOfAFailedBuildFails() {
        Answer accepted = client().submit("{'containerFile':'%s','scanMode':'required'}".formatted(containerFile()));
        String buildId = accepted.text("buildId");
        publish(Topics.BUILD_EVENTS, word(buildId, 3, JobState.FAILED, null, "build failed: x"));
        Answer done = awaitDone(accepted);
        assertThat(done.text("reason")).isEqualTo("build failed: x");
        assertThat(done.text("detailsUri")).endsWith("/view/builds/" + buildId);
        String scan = "/v1alpha1/scans/" + accepted.text("scanId");
        await().atMost(TIMEOUT).until(() -> client().get(scan).text("status").equals("FAILED"));
        assertThat(client().get(scan).text("logs")).endsWith("build %s did not create the image".formatted(buildId));
    }

    /** The image of the second build has the digest of the first one, which is being scanned. */
    @Test
    void scanOfTheSameBytesIsShared() {
        Answer first = client().submit("{'containerFile':'%s','scanMode':'required'}".formatted(containerFile()));
        Answer second = client().submit("{'containerFile':'%s','scanMode':'required'}".formatted(containerFile()));
        Digest digest = Digest.of(first.text("buildId").getBytes(StandardCharsets.UTF_8));
        publish(Topics.BUILD_EVENTS, word(first.text("buildId"), 3, JobState.SUCCEEDED, digest, null));
        await().atMost(TIMEOUT).until(() -> target(first.text("scanId")).contains(digest.toString()));
        publish(Topics.BUILD_EVENTS, word(second.text("buildId"), 3, JobState.SUCCEEDED, digest, null));
        await().atMost(TIMEOUT).until(() -> status(second).text("status").equals("SCANNING"));
        succeed(first.text("scanId"), Map.of("LOW", 4));
        assertThat(awaitDone(second).json().path("vulnerabilities").path("LOW").asInt())
                .isEqualTo(4);
        assertThat(client().get("/v1alpha1/scans/" + second.text("scanId")).text("status"))
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void pageComparesWithTheScanBeforeOfTheSameImage() {
        String image = newImage();
        String before = scan("{'containerImage':'%s'}".formatted(image)).text("scanId");
        succeed(before, Map.of("HIGH", 1), "CVE-2026-20001");
        await().atMost(TIMEOUT)
                .until(() -> client().get("/view/scans/" + before).body().contains("CVE-2026-20001"));
        assertThat(client().get("/view/scans/" + before).body()).doesNotContain("since");
        Answer again = scan("{'containerImage':'%s'}".formatted(another(image)));
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        String after = again.text("scanId");
        assertThat(after).isNotEqualTo(before);
        succeed(after, Map.of("HIGH", 1), "CVE-2026-20002");
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(client().get("/view/scans/" + after).body())
                                .contains(
                                        "CVE-2026-20002",
                                        "1 new, 1 gone",
                                        "/view/scans/" + before,
                                        "Gone since the scan before",
                                        "CVE-2026-20001"));
    }

    @Test
    void reportsAreDownloaded() {
        String scanId = scan("{'containerImage':'%s'}".formatted(newImage())).text("scanId");
        Answer early = client().get("/v1alpha1/scans/%s/spdx".formatted(scanId));
        assertThat(early.status()).isEqualTo(404);
        assertThat(early.text("message"))
                .isEqualTo("Scan '%s' has not ended: its reports follow when it has".formatted(scanId));
        succeed(scanId, Map.of("HIGH", 1));
        String base = "/v1alpha1/scans/" + scanId;
        await().atMost(TIMEOUT).until(() -> client().get(base).text("status").equals("SUCCEEDED"));
        Answer details = client().get(base);
        assertThat(details.json().path("vulnerabilities").path(0).path("id").asString())
                .isEqualTo("CVE-2026-10002");
        assertThat(details.json().path("exitCode").asInt(-1)).isZero();
        Answer spdx = client().get(base + "/spdx");
        assertThat(spdx.body()).isEqualTo("SPDX");
        assertThat(spdx.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"spdx-%s.json\"".formatted(scanId));
        assertThat(client().get(base + "/cyclonedx").body()).isEqualTo("CYCLONEDX");
        assertThat(client().get(base + "/report").body()).isEqualTo("REPORT");
        Answer page = client().get("/view/scans/" + scanId);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).contains("CVE-2026-10002", "base image, layer 1", "1 HIGH", "sample-ssl");
        assertThat(client().get("/view/scans/" + scanId.replace("_", "-")).status())
                .isEqualTo(301);
        assertThat(client().get("/view/scans/" + scanId.substring(0, 19)).status())
                .isEqualTo(307);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|containerImage: exactly one of",
                "{'containerImage':'a','buildId':'bd-0123456789abcdef_1'}|containerImage: exactly one of",
                "{'buildId':'x'}|buildId: 'x' is not the id of a build",
                "{'buildId':'mr-0123456789ab'}|buildId: 'mr-0123456789ab' is not the id of a build",
                "{'buildId':'bd-0123456789abcdef_1'}|buildId: build 'bd-0123456789abcdef_1' not found",
                "{'containerImage':'A'}|containerImage: invalid name 'A'",
                "{'containerImage':'absent/image'}|containerImage: 'docker.io/absent/image:latest' does not exist",
                "{'containerImage':'a','containerPlatform':'x'}|containerPlatform: 'x' has an unsupported architecture",
                "{'containerImage':'a','scanners':['x']}|scanners[0]: must be one of vuln, secret",
                "{'containerImage':'a','scanners':[null]}|scanners[0]: must be one of vuln, secret",
                "{'containerImage':'a','scanners':['vuln',null]}|scanners[1]: must be one of vuln, secret",
                "{'containerImage':'a','scanners':'vuln'}|scanners: must be a list",
                "{'containerImage':'a','scanners':['']}|scanners[0]: must be one of vuln, secret",
                "{'containerImage':'a','scanners':{}}|scanners: must be a list",
                "{'containerImage':'a','scanners':[['vuln']]}|scanners[0]: must be one of vuln, secret",
                "{'containerImage':['a']}|containerImage: must be a string",
                "{'containerImage':'a:70000/b'}|containerImage: invalid name 'a:70000/b': the port of",
                "{'buildId':7}|buildId: must be a string",
                "{'mirrorId':true}|mirrorId: must be a string",
                "{'containerImage':'a','containerPlatform':['linux/amd64']}|containerPlatform: must be a string",
                "{'containerImage':'a','towerAccessToken':7}|towerAccessToken: must be a string",
                "{'containerImage':'a','towerAccessToken':['t']}|towerAccessToken: must be a string",
                "[{'containerImage':'a'}]|body: must be an object"
            })
    void invalidRequestsAreRefused(String body, String message) {
        Answer refused = scan(body);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("message")).startsWith(message);
    }

    @Test
    void tooManyScannersAreRefusedAndEqualOnesCountOnce() {
        Answer refused = scan("{'containerImage':'a','scanners':[%s]}"
                .formatted(String.join(",", Collections.nCopies(11, "'vuln'"))));
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("message")).isEqualTo("scanners: must not have more than 10 elements");
        String image = newImage();
        Answer once = scan("{'containerImage':'%s','scanners':['vuln']}".formatted(image));
        Answer often = scan("{'containerImage':'%s','scanners':[%s]}"
                .formatted(image, String.join(",", Collections.nCopies(10, "'vuln'"))));
        assertThat(often.text("scanId")).as(often.body()).isEqualTo(once.text("scanId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "['LOW',null]"})
    void levelsAreNotNull(String levels) {
        Answer refused = client().submit(
                        "{'containerImage':'%s','scanMode':'required','scanLevels':%s}".formatted(newImage(), levels));
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("message")).matches("scanLevels\\[[01]]: must be one of LOW, MEDIUM, HIGH, CRITICAL");
    }

    @Test
    void onlyContainerImagesAreScanned() {
        String chart = "scanned/chart-%d".formatted(NUMBER.incrementAndGet());
        Digest digest = artifact(chart, "application/vnd.cncf.helm.config.v1+json");
        String rule =
                "cannot be scanned: 'docker.io/%s@%s' is not a container image, but an artifact of the type 'application/vnd.cncf.helm.config.v1+json'"
                        .formatted(chart, digest);
        List<Answer> answers = List.of(
                scan("{'containerImage':'%s'}".formatted(chart)),
                client().submit("{'containerImage':'%s','scanMode':'async'}".formatted(chart)));
        for (Answer refused : answers) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.text("message")).isEqualTo("containerImage: " + rule);
        }
        Answer page = client().send(client().request("/view/scans").POST(BodyPublishers.ofString(chart)));
        assertThat(page.status()).isEqualTo(400);
        Answer harbor = harborScan("""
                {"registry":{"url":"https://docker.io"},"artifact":{"repository":"%s","digest":"%s"}}""".formatted(chart, digest), HARBOR_REQUEST);
        assertThat(harbor.status()).as(harbor.body()).isEqualTo(400);
        assertThat(harborMessage(harbor)).isEqualTo("artifact: " + rule);
        assertThat(client().submit("{'containerImage':'%s'}".formatted(chart)).status())
                .as("without a scan")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "windows/amd64|windows/amd64",
                "linux/s390x,windows/amd64,unknown/unknown|linux/s390x, windows/amd64"
            })
    void imagesForOtherPlatformsOnlyAreRefused(String platforms, String named) {
        String name = "scanned/others-%d".formatted(NUMBER.incrementAndGet());
        Digest image = artifact(name, "application/vnd.oci.image.config.v1+json");
        String entries = Arrays.stream(platforms.split(","))
                .map(platform -> platform.split("/"))
                .map(platform -> """
                        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":2,
                         "platform":{"os":"%s","architecture":"%s"}}""".formatted(image, platform[0], platform[1]))
                .collect(Collectors.joining(","));
        Digest index = index(name, entries);
        List<Answer> answers = List.of(
                scan("{'containerImage':'%s'}".formatted(name)),
                client().submit("{'containerImage':'%s','scanMode':'required'}".formatted(name)));
        for (Answer refused : answers) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.text("message"))
                    .isEqualTo(
                            "containerImage: cannot be scanned: 'docker.io/%s@%s' has images for %s only; use an image for linux/amd64, linux/arm64 or linux/arm"
                                    .formatted(name, index, named));
        }
        Answer windows = scan("{'containerImage':'%s','containerPlatform':'windows/amd64'}".formatted(newImage()));
        assertThat(windows.status()).as(windows.body()).isEqualTo(400);
        assertThat(windows.text("message"))
                .isEqualTo(
                        "containerPlatform: 'windows/amd64' cannot be scanned: use linux/amd64, linux/arm64 or linux/arm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'%s','size':2}",
                "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'%s','size':2,"
                        + "'platform':{'os':'linux','architecture':'amd64'}}",
                "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'%s','size':2,"
                        + "'platform':{'os':'unknown','architecture':'unknown'}}"
            })
    void indexesWithoutContainerImageAreNotScanned(String entry) {
        String name = "scanned/charts-%d".formatted(NUMBER.incrementAndGet());
        Digest chart = artifact(name, "application/vnd.cncf.helm.config.v1+json");
        Digest index = index(name, entry.replace('\'', '"').formatted(chart));
        List<Answer> answers = List.of(
                scan("{'containerImage':'%s'}".formatted(name)),
                scan("{'containerImage':'%s','containerPlatform':'linux/amd64'}".formatted(name)),
                client().submit("{'containerImage':'%s','scanMode':'required'}".formatted(name)));
        for (Answer refused : answers) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.text("message")).matches("container(Image|Platform): cannot be (scanned|used): .*");
        }
        assertThat(answers.getFirst().text("message"))
                .isEqualTo("containerImage: cannot be scanned: 'docker.io/%s@%s' has no container image"
                        .formatted(name, index));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|{'registry':|400|body: invalid JSON at line 1, column 13",
                "application/json|[]|400|body: must be an object",
                "application/json|{}|400|artifact: registry.url, artifact.repository and artifact.digest are required",
                "application/json|{'artifact':7}|400|artifact: must be an object",
                "application/json|{'artifact':[{}]}|400|artifact: must be an object",
                "application/json|{'artifact':{'digest':7}}|400|artifact.digest: must be a string",
                "application/json|{'registry':{'url':'ftp://a'},'artifact':{'repository':'a','digest':'b'}}|400|"
                        + "registry.url: must be an http or https URL",
                "application/json|{'registry':{'url':'http://a b'},'artifact':{'repository':'a','digest':'b'}}|400|"
                        + "registry.url: must be an http or https URL",
                "application/json|{'registry':{'url':'docker.io'},'artifact':{'repository':'a','digest':'b'}}|400|"
                        + "registry.url: must be an http or https URL",
                "text/plain|{}|415|Content-Type: must be application/json or application/vnd.scanner.adapter.scan.request+json",
                "application/yaml|{}|415|Content-Type: must be application/json",
                "application/x-www-form-urlencoded|a=b|415|Content-Type: must be application/json"
            })
    void invalidRequestsOfHarborAreAnsweredInItsFormat(String type, String body, int status, String message) {
        Answer refused = harborScan(body.replace('\'', '"'), type);
        assertThat(refused.status()).as(refused.body()).isEqualTo(status);
        assertThat(refused.header("Content-Type")).startsWith("application/vnd.scanner.adapter.error+json");
        assertThat(harborMessage(refused)).startsWith(message);
    }

    @Test
    void otherMethodsAndPathsOfHarborAreAnsweredInItsFormat() {
        Answer method = client().send(client().request("/api/v1/scan").GET());
        assertThat(method.status()).isEqualTo(405);
        assertThat(harborMessage(method)).isEqualTo("method: must be POST");
        Answer unknown = harbor("/api/v1/scan/none/report", HARBOR_REPORT);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(harborMessage(unknown)).isEqualTo("Scan 'none' not found");
        Answer path = harbor("/api/v1/nothing", "");
        assertThat(path.status()).isEqualTo(404);
        assertThat(harborMessage(path)).startsWith("path: does not exist");
    }

    @Test
    void tokenOfHarborIsCheckedFirstAndGuessesAreLimited() {
        var broken = client().request("/api/v1/scan")
                .header("Content-Type", "application/json")
                .header(InternalApi.KEY_HEADER, rootKey.internalSecret())
                .header(InternalApi.CLIENT_ADDRESS_HEADER, "192.0.2.77");
        assertThat(client().send(broken.POST(BodyPublishers.ofString("{"))).status())
                .isEqualTo(401);
        List<Answer> guesses = IntStream.range(0, 40)
                .mapToObj(i -> client().send(broken.setHeader("Authorization", "Bearer guess-" + i)
                        .POST(BodyPublishers.ofString("{"))))
                .toList();
        Answer last = guesses.getLast();
        assertThat(guesses.getFirst().status()).isEqualTo(401);
        assertThat(last.status()).as(last.body()).isEqualTo(429);
        assertThat(harborMessage(last)).startsWith("Too many unknown API tokens");
        assertThat(client().send(broken.setHeader("Authorization", "Bearer harbor-token")
                                .POST(BodyPublishers.ofString("{")))
                        .status())
                .as("the right token is not limited")
                .isEqualTo(400);
    }

    @Test
    void operatorsCancelScans() {
        String scanId = scan("{'containerImage':'%s'}".formatted(newImage())).text("scanId");
        var delete = client().request("/v1alpha1/scans/" + scanId).DELETE();
        assertThat(client().send(delete).status()).isEqualTo(401);
        var asOperator = client().request("/v1alpha1/scans/" + scanId)
                .header("Authorization", "Basic b3BlcmF0b3I6c2VjcmV0")
                .DELETE();
        assertThat(client().send(asOperator).status()).isEqualTo(200);
        await().atMost(TIMEOUT)
                .until(() ->
                        client().get("/v1alpha1/scans/" + scanId).text("status").equals("FAILED"));
        assertThat(client().send(asOperator).status()).isEqualTo(409);
    }

    @Test
    void harborScansThroughTheAdapter() {
        Answer refused = client().get("/api/v1/metadata");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("error").path("message").asString("")).startsWith("Authorization: the token");
        Answer metadata = harbor("/api/v1/metadata", "");
        assertThat(metadata.header("Content-Type")).contains("application/vnd.scanner.adapter.metadata+json");
        assertThat(metadata.json().path("capabilities").path(0).path("type").asString())
                .isEqualTo("vulnerability");

        String name = "scanned/image-%d".formatted(NUMBER.incrementAndGet());
        Digest digest = artifact(name, "application/vnd.oci.image.config.v1+json");
        Answer accepted = harborScan("""
                {"registry":{"url":"https://docker.io:443"},"artifact":{"repository":"%s","digest":"%s"}}""".formatted(name, digest), HARBOR_REQUEST);
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String scanId = accepted.text("id");
        String path = "/api/v1/scan/%s/report".formatted(scanId);
        Answer running = harbor(path, HARBOR_REPORT);
        assertThat(running.status()).isEqualTo(302);
        assertThat(running.header("Refresh-After")).isEqualTo("5");
        succeed(scanId, Map.of("HIGH", 1));
        Answer report =
                await().atMost(TIMEOUT).until(() -> harbor(path, HARBOR_REPORT), answer -> answer.status() == 200);
        assertThat(report.text("severity")).isEqualTo("High");
        assertThat(report.json().path("vulnerabilities").path(0).path("package").asString())
                .isEqualTo("sample-ssl");
    }

    private Answer harbor(String path, String accept) {
        return client().send(client().request(path)
                .header("Authorization", "Bearer harbor-token")
                .header("Accept", accept.isEmpty() ? "*/*" : accept)
                .GET());
    }

    private Answer harborScan(String body, String type) {
        return client().send(client().request("/api/v1/scan")
                .header("Authorization", "Bearer harbor-token")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private static String harborMessage(Answer answer) {
        return answer.json().path("error").path("message").asString("");
    }

    private Answer scan(String body) {
        return client().post("/v1alpha1/scans", body.replace('\'', '"'));
    }

    private Answer status(Answer accepted) {
        return client().get("/v1alpha2/container/%s/status".formatted(accepted.text("requestId")));
    }

    private Answer awaitDone(Answer accepted) {
        return await().atMost(TIMEOUT)
                .until(() -> status(accepted), status -> status.text("status").equals("DONE"));
    }

    /** An image with content, and so a digest, of its own. */
    private static String newImage() {
        return newImage("{\"number\":%d}".formatted(NUMBER.incrementAndGet()));
    }

    private static String newImage(String content) {
        String name = "scanned/image-%d-%d".formatted(NUMBER.incrementAndGet(), content.hashCode());
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        REGISTRY.on(
                "/v2/%s/manifests/latest".formatted(name),
                ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", bytes)
                        .with("Docker-Content-Digest", Digest.of(bytes).toString()));
        CONTENTS.put(name, content);
        return name;
    }

    /** Another content of an image, which can be read by its digest; returns its name with the digest. */
    private static String another(String image) {
        byte[] content = """
                {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%064x","size":2},"layers":[]}""".formatted(NUMBER.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(content);
        REGISTRY.on(
                "/v2/%s/manifests/%s".formatted(image, digest),
                ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", content)
                        .with("Docker-Content-Digest", digest.toString()));
        return image + "@" + digest;
    }

    /** An artifact that can be read by its digest too. */
    private static Digest artifact(String name, String configType) {
        byte[] manifest = """
                {"schemaVersion":2,"config":{"mediaType":"%s","digest":"%s","size":2},"layers":[],
                 "annotations":{"name":"%s"}}""".formatted(configType, DIGEST, name).getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(manifest);
        for (String reference : List.of("latest", digest.toString())) {
            REGISTRY.on(
                    "/v2/%s/manifests/%s".formatted(name, reference),
                    ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", manifest)
                            .with("Docker-Content-Digest", digest.toString()));
        }
        return digest;
    }

    /** An index in the repository of its entries. */
    private static Digest index(String name, String entries) {
        byte[] index = """
                {"schemaVersion":2,"manifests":[%s],"annotations":{"name":"%s"}}""".formatted(entries, name).getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(index);
        for (String reference : List.of("latest", digest.toString())) {
            REGISTRY.on(
                    "/v2/%s/manifests/%s".formatted(name, reference),
                    ScriptedAnswer.content("application/vnd.oci.image.index.v1+json", index)
                            .with("Docker-Content-Digest", digest.toString()));
        }
        return digest;
    }

    private static String contentOf(String image) {
        return String.valueOf(CONTENTS.get(image));
    }

    private String target(String scanId) {
        return jdbc.sql("SELECT target FROM requests.image_scan WHERE id = :id")
                .param("id", scanId)
                .query(String.class)
                .single();
    }

    private void succeed(String scanId, Map<String, Integer> counts) {
        succeed(scanId, counts, "CVE-2026-10002");
    }

    private void succeed(String scanId, Map<String, Integer> counts, String vulnerability) {
        ScanId id = ScanId.parse(scanId);
        Vulnerability found = new Vulnerability(
                vulnerability,
                Severity.HIGH,
                "title",
                "sample-ssl",
                "1.0",
                null,
                "https://advisories.example/1",
                "alpine",
                0);
        ScanReport report = new ScanReport(
                "Trivy 0.74.0",
                new ScanReport.Database(Instant.now(), null),
                "alpine 3.22",
                List.of(),
                List.of(new ScanReport.ImageLayer(DIGEST, null)),
                1,
                Map.of(Severity.HIGH, 1),
                List.of(found),
                0,
                List.of(),
                List.of());
        objects.put(name(id, ScanFile.SUMMARY), StoredJson.write(report).getBytes(StandardCharsets.UTF_8));
        for (ScanFile file : List.of(ScanFile.REPORT, ScanFile.SPDX, ScanFile.CYCLONEDX)) {
            objects.put(name(id, file), file.name().getBytes(StandardCharsets.UTF_8));
        }
        publish(
                Topics.SCAN_EVENTS,
                record(scanId, JobState.SUCCEEDED, null)
                        .withReport(ScanFile.SUMMARY.path(id), counts.isEmpty() ? null : counts));
    }

    private static ObjectName name(ScanId id, ScanFile file) {
        return new ObjectName(file.path(id));
    }

    private void fail(String scanId, String failure) {
        publish(Topics.SCAN_EVENTS, record(scanId, JobState.FAILED, failure));
    }

    private JobRecord record(String scanId, JobState state, @Nullable String failure) {
        Instant start = Instant.parse("2026-03-01T10:00:00Z");
        long generation = jdbc.sql("SELECT generation FROM requests.image_scan WHERE id = :id")
                .param("id", scanId)
                .query(Long.class)
                .single();
        return new JobRecord(
                JobKind.SCAN,
                scanId,
                target(scanId),
                generation,
                3,
                state,
                null,
                failure,
                failure == null ? null : 1,
                start,
                start,
                start.plusSeconds(2),
                DEADLINE,
                null,
                null);
    }

    private void publish(String topic, JobRecord job) {
        assertThat(kafka.send(topic, job.target(), StoredJson.write(job))).succeedsWithin(Duration.ofSeconds(10));
    }
}
