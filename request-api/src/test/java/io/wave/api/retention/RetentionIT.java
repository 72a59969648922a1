package io.wave.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What is deleted, and what is kept for live tokens, live builds and records. */
@TestPropertySource(properties = "wave.retention.interval=10h")
class RetentionIT extends RequestApiIT {

    private static final Duration OLD = Duration.ofHours(25);

    @Autowired
    private RetentionSweep sweep;

    @Autowired
    private RetentionTables tables;

    @Autowired
    private ObjectRetention objectRetention;

    @Autowired
    private ObjectStore objects;

    @Autowired
    private MeterRegistry meters;

    @Test
    void requestsAreDeletedAfterTokensAndKeepTheirBuilds() {
        String kept = build("100 days", false);
        String gone = build("100 days", false);
        String young = build("80 days", false);
        String live = build("100 days", true);
        String lately = request("-29 days", kept, null);
        String longAgo = request("-31 days", gone, null);
        String token = request("1 hour", null, null);
        sweep.rows();
        assertThat(exists("container_request", "token", longAgo)).isFalse();
        assertThat(exists("container_request", "token", lately)).isTrue();
        assertThat(exists("container_request", "token", token)).isTrue();
        assertThat(exists("image_build", "id", gone)).isFalse();
        assertThat(exists("image_build", "id", kept)).isTrue();
        assertThat(exists("image_build", "id", young)).isTrue();
        assertThat(exists("image_build", "id", live)).isTrue();
    }

    @Test
    void registryCredentialsOfARequestAreErasedWhenItsTokenHasExpired() {
        String expired = request("-1 hour", null, null);
        String valid = request("1 hour", null, null);
        jdbc.sql("UPDATE requests.container_request SET logins = 'sealed' WHERE token IN (?, ?)")
                .params(expired, valid)
                .update();
        sweep.rows();
        assertThat(jdbc.sql("SELECT token FROM requests.container_request WHERE logins = 'sealed'")
                        .query(String.class)
                        .list())
                .containsExactly(valid);
    }

    /** Its image may be in a repository that callers share: the row says who may read it. */
    @Test
    void buildOfAnImageThatNotAllCanReadIsKept() {
        String kept = build("100 days", false);
        jdbc.sql("UPDATE requests.image_build SET restricted = true WHERE id = ?")
                .param(kept)
                .update();
        sweep.rows();
        assertThat(exists("image_build", "id", kept)).isTrue();
    }

    @Test
    void mailsAreDeletedWhetherSentOrNot() {
        mail("8 days", "SENT");
        mail("8 days", "WAITING");
        mail("6 days", "FAILED");
        sweep.rows();
        assertThat(jdbc.sql("SELECT state FROM requests.mail WHERE tenant = 'retention'")
                        .query((row, _) -> row.getString("state"))
                        .list())
                .containsExactly("FAILED");
    }

    private void mail(String age, String state) {
        jdbc.sql("""
                        INSERT INTO requests.mail (id, job_id, tenant, recipient, state, created_at)
                        VALUES (gen_random_uuid(), 'bd-x', 'retention', :state, :state, now() - CAST(:age AS interval))
                        """).param("state", state).param("age", age).update();
    }

    @Test
    void imagesOfIndexAreKeptAsLongAsIndex() {
        String part = build("100 days", false);
        String whole = build("80 days", false);
        jdbc.sql("INSERT INTO requests.index_part (whole, part) VALUES (?, ?)")
                .params(whole, part)
                .update();
        sweep.rows();
        assertThat(exists("image_build", "id", part)).isTrue();
        jdbc.sql("UPDATE requests.image_build SET ended_at = now() - interval '91 days' WHERE id = ?")
                .param(whole)
                .update();
        sweep.rows();
        sweep.rows();
        assertThat(exists("image_build", "id", whole)).isFalse();
        assertThat(exists("image_build", "id", part)).isFalse();
    }

    @Test
    void manyRowsAreDeletedInBatches() {
        double before = deleted("requests");
        jdbc.sql("""
                        INSERT INTO requests.container_request (token, version, tenant, image, source_image, build_new,
                            awaits_build, durable, created_at, expires_at, requester_offset, requested)
                        SELECT 'f' || lpad(to_hex(n), 11, '0'), 0, 'anonymous', 'a/b:1', 'a/b:1', false, false, false,
                            now(), now() - interval '40 days', 'Z', '{}'
                        FROM generate_series(1, 1201) n
                        """).update();
        sweep.rows();
        assertThat(deleted("requests") - before).isGreaterThanOrEqualTo(1201);
    }

    @Test
    void contentsAreKeptForLiveTokensAndBuilds() throws IOException {
        Digest ofToken = content(OLD);
        Digest ofRevoked = content(OLD);
        Digest ofExpired = content(OLD);
        Digest ofLiveBuild = content(OLD);
        Digest ofLateBuild = content(OLD);
        Digest ofOldBuild = content(OLD);
        Digest ofNobody = content(OLD);
        Digest justUploaded = content(Duration.ZERO);
        request("1 hour", null, "{\"layers\":[{\"location\":\"%s\"}]}".formatted(ofToken));
        String revoked = request("1 hour", null, "{\"layers\":[{\"location\":\"%s\"}]}".formatted(ofRevoked));
        jdbc.sql("UPDATE requests.container_request SET revoked_at = now() WHERE token = ?")
                .param(revoked)
                .update();
        request("-1 hour", null, "{\"layers\":[{\"location\":\"%s\"}]}".formatted(ofExpired));
        build("8 days", true, ofLiveBuild);
        build("6 days", false, ofLateBuild);
        build("8 days", false, ofOldBuild);
        objectRetention.sweep();
        assertThat(isStored(ofToken)).isTrue();
        assertThat(isStored(ofLiveBuild)).isTrue();
        assertThat(isStored(ofLateBuild)).isTrue();
        assertThat(isStored(justUploaded)).isTrue();
        assertThat(isStored(ofRevoked)).isFalse();
        assertThat(isStored(ofExpired)).isFalse();
        assertThat(isStored(ofOldBuild)).isFalse();
        assertThat(isStored(ofNobody)).isFalse();
        assertThat(deleted("contents")).isGreaterThanOrEqualTo(4);
    }

    /** A request stores the same content between the listing of an object and its deletion. */
    @Test
    void objectStoredAgainDuringRunIsKept() throws IOException {
        Digest again = content(OLD);
        Digest other = content(OLD);
        RetentionRules.Rule rule = new RetentionRules.Rule(
                "contents",
                "blobs/sha256/",
                Pattern.compile("blobs/sha256/([0-9a-f]{64})"),
                Duration.ofDays(365),
                digests -> {
                    objects.put(ObjectName.blob(again), new byte[] {1});
                    return Set.of();
                });
        objectRetention.sweep(rule);
        assertThat(isStored(again)).isTrue();
        assertThat(isStored(other)).isFalse();
    }

    @Test
    void logsAndLockFilesAreDeletedWithBuilds() throws IOException {
        String known = build("1 day", false);
        String old = build("40 days", false);
        ObjectName log = put(ObjectName.log(known), OLD);
        ObjectName part = put(LogPartNames.name(known, 1, 0), OLD);
        ObjectName progress = put(LogPartNames.progress(known, 1), OLD);
        ObjectName lock = put(ObjectName.lock(old), Duration.ofDays(40));
        ObjectName oldLog = put(ObjectName.log(old), Duration.ofDays(31));
        ObjectName logOfNone = put(ObjectName.log("bd-none_1"), OLD);
        ObjectName partOfNone = put(LogPartNames.name("bd-none_1", 1, 3), OLD);
        ObjectName progressOfNone = put(LogPartNames.progress("bd-none_1", 1), OLD);
        ObjectName lockOfNone = put(ObjectName.lock("bd-none_1"), OLD);
        objectRetention.sweep();
        assertThat(objects.size(log)).isPresent();
        assertThat(objects.size(part)).isPresent();
        assertThat(objects.size(progress)).isPresent();
        assertThat(objects.size(lock)).isPresent();
        assertThat(objects.size(oldLog)).isEmpty();
        assertThat(objects.size(logOfNone)).isEmpty();
        assertThat(objects.size(partOfNone)).isEmpty();
        assertThat(objects.size(progressOfNone)).isEmpty();
        assertThat(objects.size(lockOfNone)).isEmpty();
    }

    @Test
    void oneReplicaChecksTheObjectStoreAtATime() {
        jdbc.sql("UPDATE requests.retention_look SET next_at = now()").update();
        assertThat(tables.takeLook(Duration.ofHours(10))).isTrue();
        assertThat(tables.takeLook(Duration.ofHours(10))).isFalse();
    }

    private double deleted(String what) {
        var counter = meters.find("wave.retention.deleted").tag("what", what).counter();
        return counter == null ? 0 : counter.count();
    }

    private boolean exists(String table, String key, String value) {
        return jdbc.sql("SELECT count(*) FROM requests.%s WHERE %s = ?".formatted(table, key))
                        .param(value)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private Digest content(Duration age) throws IOException {
        Digest digest = Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
        put(ObjectName.blob(digest), age);
        return digest;
    }

    private ObjectName put(ObjectName name, Duration age) throws IOException {
        objects.put(name, new byte[] {1});
        Files.setLastModifiedTime(
                objects.localFile(name).orElseThrow(),
                FileTime.from(Instant.now().minus(age)));
        return name;
    }

    private boolean isStored(Digest digest) {
        return objects.size(ObjectName.blob(digest)).isPresent();
    }

    private String request(String expires, @Nullable String build, @Nullable String config) {
        String token = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        jdbc.sql("""
                        INSERT INTO requests.container_request (token, version, tenant, image, source_image, config,
                            build_id, build_new, awaits_build, durable, created_at, expires_at, requester_offset, requested)
                        VALUES (?, 0, 'anonymous', 'a/b:1', 'a/b:1', CAST(? AS jsonb), ?, false, false, false, now(),
                            now() + CAST(? AS interval), 'Z', '{}')
                        """).param(token).param(config).param(build).param(expires).update();
        return token;
    }

    private String build(String endedBefore, boolean live) {
        return build(endedBefore, live, Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8)));
    }

    private String build(String endedBefore, boolean live, Digest context) {
        String container = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        String id = "bd-%s_1".formatted(container);
        jdbc.sql("""
                        INSERT INTO requests.image_build (id, container_id, generation, sequence, target, state, live,
                            submitted_at, deadline, ended_at, commanded_at, tenant, spec)
                        VALUES (?, ?, 1, 4, ?, ?, ?, now(), now(), now() - CAST(? AS interval), now() + interval '1 day',
                            'anonymous', CAST(? AS jsonb))
                        """)
                .params(
                        id,
                        container,
                        "registry.test/" + container,
                        live ? "SUBMITTED" : "SUCCEEDED",
                        live,
                        endedBefore,
                        "{\"context\":{\"digest\":\"%s\"}}".formatted(context))
                .update();
        return id;
    }
}
