package io.wave.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.api.persistence.StoredJson;
import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.server.FreePort;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** E-mails at the end of jobs, with a real mail server; the test is the worker. */
@DirtiesContext
@TestPropertySource(
        properties = {
            "spring.mail.host=127.0.0.1",
            "mail.from=Wave <wave@example.org>",
            "wave.server.url=https://wave.example.org",
            "wave.scan.enabled=true",
            "wave.mail.back-off=50ms",
            "wave.mail.max-back-off=200ms",
            "wave.mail.max-attempts=60",
            "wave.tokens.static.alice.secret={noop}" + MailIT.ALICE,
            "wave.tokens.static.alice.email=alice@example.org",
            "wave.tokens.static.bob.secret={noop}" + MailIT.BOB,
            "wave.tokens.static.bob.email=bob@example.org",
            "wave.tokens.static.bob.mail=on-error",
            "wave.tokens.static.carol.secret={noop}" + MailIT.CAROL,
            "wave.tokens.static.carol.email=carol@example.org",
            "wave.tokens.static.carol.mail=never",
            "wave.tokens.static.nobody.secret={noop}" + MailIT.NO_ADDRESS,
            "wave.tokens.static.refused.secret={noop}" + MailIT.REFUSED,
            "wave.tokens.static.refused.email=refused@example.org",
            "wave.tokens.static.busy.secret={noop}" + MailIT.BUSY,
            "wave.tokens.static.busy.email=busy@example.org",
            "wave.tokens.static.injected.secret={noop}" + MailIT.INJECTED,
            "wave.tokens.static.injected.email=a@example.org\\r\\nBcc: b@example.org"
        })
class MailIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-for-mail";
    static final String BOB = "wave_token-of-bob-for-mail";
    static final String CAROL = "wave_token-of-carol-for-mail";
    static final String NO_ADDRESS = "wave_token-of-nobody-for-mail";
    static final String REFUSED = "wave_token-of-refused-for-mail";
    static final String BUSY = "wave_token-of-busy-for-mail";
    static final String INJECTED = "wave_token-of-injected-for-mail";

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Instant DEADLINE = Instant.parse("2100-01-01T00:00:00Z");
    private static final int MAIL_PORT = FreePort.find();
    private static final TestMailServer SERVER = new TestMailServer(MAIL_PORT);

    @Autowired
    private KafkaOperations<String, String> kafka;

    @Autowired
    private JavaMailSenderImpl sender;

    @Autowired
    private MeterRegistry meters;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) {
        properties.add("spring.mail.port", () -> MAIL_PORT);
        properties.add("wave.registries[quay.io].endpoint", () -> "http://" + REGISTRY.host());
    }

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Test
    void successfulBuildIsToldInPlainTextAndHtml() throws MessagingException, IOException {
        Answer build = build(ALICE);
        succeed(build.text("buildId"));
        MimeMessage mail = await(mailTo("alice", target(build)));
        assertThat(mail.getSubject()).isEqualTo("Wave build succeeded: " + target(build));
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("Wave <wave@example.org>"));
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(mail.getMessageID()).endsWith("@wave.example.org>");
        String link = "https://wave.example.org/view/builds/" + build.text("buildId");
        assertThat(body(mail, "text/plain"))
                .startsWith("Build succeeded")
                .contains("Image:", target(build), DIGEST.toString(), "Duration:  1:02", link)
                .contains("because you requested this build from Wave at https://wave.example.org")
                .doesNotContain("Failure");
        assertThat(body(mail, "text/html")).contains("Build succeeded", target(build), "href=\"" + link + "\"");
    }

    @Test
    void failureIsToldAsTextAndNotAsMarkup() throws MessagingException, IOException {
        Answer build = build(BOB);
        fail(build.text("buildId"), "build failed: <script>alert(1)</script>\r\nBcc: mallory@example.org");
        MimeMessage mail = await(mailTo("bob", target(build)));
        assertThat(mail.getSubject()).isEqualTo("Wave build failed: " + target(build));
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(body(mail, "text/plain")).contains("Failure:", "build failed: <script>alert(1)</script>");
        assertThat(body(mail, "text/html"))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void mirrorIsTold() throws MessagingException, IOException {
        String source = image();
        Answer mirror = submit(
                "'containerImage':'%s','mirror':true,'buildRepository':'quay.io/copies'".formatted(source), ALICE);
        assertThat(mirror.status()).as(mirror.body()).isEqualTo(200);
        succeed(mirror.text("buildId"));
        MimeMessage mail = await(mailTo("alice", "quay.io/copies/" + source + ":latest"));
        assertThat(mail.getSubject()).startsWith("Wave mirror succeeded: ");
        assertThat(body(mail, "text/plain"))
                .contains("Source:", "docker.io/" + source, "Copy:", "/view/mirrors/" + mirror.text("buildId"));
    }

    @Test
    void scanIsToldWithItsCounts() throws MessagingException, IOException {
        String image = image();
        Answer scan = client().send(client().request("/v1alpha1/scans")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ALICE)
                .POST(BodyPublishers.ofString(
                        "{\"containerImage\":\"%s\",\"scanners\":[\"vuln\",\"secret\"]}".formatted(image))));
        assertThat(scan.status()).as(scan.body()).isLessThan(300);
        publish(record(scan.text("scanId"), JobState.SUCCEEDED, null)
                .withReport("scans/%s/summary.json".formatted(scan.text("scanId")), Map.of("LOW", 3, "HIGH", 1)));
        MimeMessage mail = await(() -> SERVER.received("alice@example.org", "").stream()
                .filter(each -> body(each, "text/plain").contains("/view/scans/" + scan.text("scanId")))
                .toList());
        assertThat(mail.getSubject()).startsWith("Wave scan succeeded: docker.io/" + image);
        assertThat(body(mail, "text/plain")).contains("Vulnerabilities:", "1 HIGH, 3 LOW");
    }

    /** A build that two users requested, one of them twice. */
    @Test
    void eachUserWhoRequestedABuildGetsOneMail() {
        String file = containerFile();
        Answer build = build(file, ALICE);
        assertThat(build(file, BOB).text("buildId")).isEqualTo(build.text("buildId"));
        assertThat(build(file, ALICE).text("buildId")).isEqualTo(build.text("buildId"));
        build(file, null);
        fail(build.text("buildId"), "build failed: x");
        awaitRows(
                build.text("buildId"),
                rows -> rows.stream().allMatch(row -> row.state().equals("SENT")));
        assertThat(rows(build.text("buildId")))
                .extracting(Row::recipient)
                .containsExactly("alice@example.org", "bob@example.org");
        assertThat(SERVER.received("alice@example.org", target(build))).hasSize(1);
        assertThat(SERVER.received("bob@example.org", target(build))).hasSize(1);
        awaitEnd(build.text("scanId"));
        assertThat(rows(build.text("scanId"))).as("there was nothing to scan").isEmpty();
    }

    @Test
    void nobodyElseGetsMail() {
        for (String token : new String[] {null, NO_ADDRESS, CAROL, INJECTED}) {
            Answer build = build(token);
            fail(build.text("buildId"), "build failed: x");
            awaitEnd(build.text("buildId"));
            assertThat(rows(build.text("buildId"))).as("caller with %s", token).isEmpty();
        }
        Answer good = build(BOB);
        succeed(good.text("buildId"));
        awaitEnd(good.text("buildId"));
        assertThat(rows(good.text("buildId"))).as("wants failures only").isEmpty();
    }

    @Test
    void callerWhoRevokedTheTokenGetsNoMail() {
        Answer build = build(ALICE);
        var revoke = client().request("/container-token/" + build.text("containerToken"))
                .header("Authorization", "Bearer " + ALICE)
                .DELETE();
        assertThat(client().send(revoke).status()).isEqualTo(200);
        succeed(build.text("buildId"));
        awaitEnd(build.text("buildId"));
        assertThat(rows(build.text("buildId"))).isEmpty();
    }

    @Test
    void imageForTwoPlatformsIsToldOnce() {
        Answer index = submit(
                "'containerFile':'%s','containerPlatform':'linux/amd64,linux/arm64'".formatted(containerFile()), ALICE);
        List<String> parts = jdbc.sql("SELECT part FROM requests.index_part WHERE whole = ? ORDER BY part")
                .param(index.text("buildId"))
                .query((row, _) -> row.getString("part"))
                .list();
        assertThat(parts).hasSize(2);
        fail(parts.getFirst(), "build failed: first");
        awaitRows(
                index.text("buildId"),
                rows -> rows.size() == 1 && rows.getFirst().state().equals("SENT"));
        fail(parts.getLast(), "build failed: last");
        awaitEnd(parts.getLast());
        assertThat(parts).allSatisfy(part -> assertThat(rows(part)).isEmpty());
        assertThat(SERVER.received("alice@example.org", target(index))).hasSize(1);
    }

    @Test
    void mailWaitsForTheServerAndDelaysNothing() {
        Answer build = build(ALICE);
        SERVER.stop();
        try {
            succeed(build.text("buildId"));
            awaitRows(
                    build.text("buildId"),
                    rows -> rows.size() == 1 && rows.getFirst().attempts() > 2);
            assertThat(rows(build.text("buildId")).getFirst().failure()).contains("Connection refused");
            assertThat(client().get("/health").status()).isEqualTo(200);
            Answer other = build((String) null);
            succeed(other.text("buildId"));
            awaitEnd(other.text("buildId"));
        } finally {
            SERVER.start();
        }
        await(mailTo("alice", target(build)));
        awaitRows(build.text("buildId"), rows -> rows.getFirst().state().equals("SENT"));
        assertThat(SERVER.received("alice@example.org", target(build))).hasSize(1);
    }

    @Test
    void refusedRecipientIsNotTriedAgain() {
        double before = failedMails();
        Answer build = build(REFUSED);
        succeed(build.text("buildId"));
        awaitRows(
                build.text("buildId"),
                rows -> rows.size() == 1 && rows.getFirst().state().equals("FAILED"));
        assertThat(rows(build.text("buildId")).getFirst().attempts()).isEqualTo(1);
        assertThat(rows(build.text("buildId")).getFirst().failure()).contains("550 5.1.1 no such user");
        assertThat(failedMails()).isEqualTo(before + 1);
    }

    @Test
    void attemptsAreLimited() {
        Answer build = build(BUSY);
        succeed(build.text("buildId"));
        awaitRows(
                build.text("buildId"),
                rows -> rows.size() == 1 && rows.getFirst().attempts() > 1);
        jdbc.sql("UPDATE requests.mail SET attempts = 59, next_attempt_at = now() WHERE job_id = ?")
                .param(build.text("buildId"))
                .update();
        awaitRows(build.text("buildId"), rows -> rows.getFirst().state().equals("FAILED"));
        assertThat(rows(build.text("buildId")).getFirst().failure())
                .startsWith("after 60 attempts: ")
                .contains("451 4.2.1");
    }

    /** As after the loss of a replica between the answer of the mail server and its record. */
    @Test
    void repeatedMailHasTheSameMessageId() throws MessagingException {
        Answer build = build(ALICE);
        succeed(build.text("buildId"));
        awaitRows(
                build.text("buildId"),
                rows -> rows.size() == 1 && rows.getFirst().state().equals("SENT"));
        jdbc.sql("UPDATE requests.mail SET state = 'WAITING', next_attempt_at = now() WHERE job_id = ?")
                .param(build.text("buildId"))
                .update();
        List<MimeMessage> mails = Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> SERVER.received("alice@example.org", target(build)), found -> found.size() == 2);
        assertThat(mails.getFirst().getMessageID()).isEqualTo(mails.getLast().getMessageID());
    }

    @Test
    void metersAndTimeoutsAreThere() {
        assertThat(meters.get("wave.mail.waiting").gauge()).isNotNull();
        assertThat(meters.get("wave.mail.sent").tag("kind", "scan").counter()).isNotNull();
        assertThat(sender.getJavaMailProperties())
                .containsEntry("mail.smtp.connectiontimeout", "10000")
                .containsEntry("mail.smtp.timeout", "20000")
                .containsEntry("mail.smtp.writetimeout", "20000")
                .containsEntry("mail.smtps.timeout", "20000");
    }

    private String target(Answer build) {
        return jdbc.sql("SELECT target FROM requests.image_build WHERE id = ?")
                .param(build.text("buildId"))
                .query(String.class)
                .single();
    }

    private double failedMails() {
        return meters.get("wave.mail.failed").tag("kind", "build").counter().count();
    }

    private Answer build(@Nullable String token) {
        return build(containerFile(), token);
    }

    private Answer build(String file, @Nullable String token) {
        Answer answer = submit("'containerFile':'%s'".formatted(file), token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private Answer submit(String members, @Nullable String token) {
        ApiClient client = client();
        return client.submit(
                "{%s%s}".formatted(members, token == null ? "" : ",'towerAccessToken':'%s'".formatted(token)));
    }

    private void succeed(String id) {
        publish(record(id, JobState.SUCCEEDED, null));
    }

    private void fail(String id, String failure) {
        publish(record(id, JobState.FAILED, failure));
    }

    private void publish(JobRecord job) {
        assertThat(kafka.send(Topics.events(job.kind()), job.target(), StoredJson.write(job)))
                .succeedsWithin(Duration.ofSeconds(10));
    }

    private JobRecord record(String id, JobState state, @Nullable String failure) {
        JobKind kind = JobId.parse(id).kind();
        Instant start = Instant.parse("2026-03-01T10:00:00Z");
        Digest digest = state == JobState.SUCCEEDED && kind != JobKind.SCAN ? DIGEST : null;
        return jdbc.sql("SELECT target, generation FROM requests.image_%s WHERE id = ?".formatted(kind))
                .param(id)
                .query((row, _) -> new JobRecord(
                        kind,
                        id,
                        row.getString("target"),
                        row.getLong("generation"),
                        3,
                        state,
                        digest,
                        failure,
                        null,
                        start,
                        start,
                        start.plusMillis(62_500),
                        DEADLINE,
                        null,
                        null))
                .single();
    }

    private void awaitEnd(String id) {
        String live = "SELECT live FROM requests.image_%s WHERE id = ?"
                .formatted(JobId.parse(id).kind());
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> !jdbc.sql(live).param(id).query(Boolean.class).single());
    }

    private Callable<List<MimeMessage>> mailTo(String user, String image) {
        return () -> SERVER.received(user + "@example.org", ": " + image);
    }

    private static MimeMessage await(Callable<List<MimeMessage>> mails) {
        return Awaitility.await()
                .atMost(TIMEOUT)
                .until(mails, found -> !found.isEmpty())
                .getFirst();
    }

    private void awaitRows(String jobId, Predicate<List<Row>> condition) {
        Awaitility.await().atMost(TIMEOUT).until(() -> rows(jobId), rows -> !rows.isEmpty() && condition.test(rows));
    }

    private List<Row> rows(String jobId) {
        return jdbc.sql("""
                        SELECT recipient, state, attempts, coalesce(failure, '') AS failure FROM requests.mail
                        WHERE job_id = ? ORDER BY recipient
                        """)
                .param(jobId)
                .query((row, _) -> new Row(
                        row.getString("recipient"),
                        row.getString("state"),
                        row.getInt("attempts"),
                        row.getString("failure")))
                .list();
    }

    private record Row(String recipient, String state, int attempts, String failure) {}

    private static String body(MimeMessage mail, String type) {
        try {
            return find(mail.getContent(), type);
        } catch (MessagingException | IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String find(Object content, String type) throws MessagingException, IOException {
        MimeMultipart parts = (MimeMultipart) content;
        for (int i = 0; i < parts.getCount(); i++) {
            Object part = parts.getBodyPart(i).getContent();
            if (parts.getBodyPart(i).isMimeType(type)) {
                return part.toString().replace("\r\n", "\n");
            }
            if (part instanceof MimeMultipart inner) {
                String found = find(inner, type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }
}
