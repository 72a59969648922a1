package io.wave.api.container;

import io.wave.api.stored.StoredJson;
import io.wave.build.BuildId;
import io.wave.token.RequestRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Inserts requests with one plain statement: the work that every request costs, and nothing is ever looked up for it. */
@Component
class RequestInserts {

    private final JdbcClient jdbc;

    RequestInserts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Inserts a request under its token, which no other has, in the caller's transaction. */
    void insert(AcceptedRequest request) {
        RequestRecord served = request.record();
        jdbc.sql("""
                        INSERT INTO requests.container_request (token, version, tenant, image, source_image,
                            source_digest, final_digest, platform, config, build_id, build_new, awaits_build, durable,
                            created_at, expires_at, requested)
                        VALUES (:token, 0, :tenant, :image, :sourceImage,
                            :sourceDigest, :finalDigest, :platform, :config, :buildId, :buildNew, :awaitsBuild, :durable,
                            :createdAt, :expiresAt, :requested)
                        """)
                .param("token", served.token().value())
                .param("tenant", served.tenant())
                .param("image", served.image().toString())
                .param("sourceImage", request.sourceImage())
                .param("sourceDigest", text(served.sourceDigest()))
                .param("finalDigest", text(request.digest()))
                .param("platform", text(served.platform()))
                .param("config", served.config() == null ? null : StoredJson.write(served.config()))
                .param("buildId", request.build().map(BuildId::toString).orElse(null))
                .param("buildNew", request.startedBuild())
                .param("awaitsBuild", served.build() != null)
                .param("durable", served.durable())
                .param("createdAt", utc(served.createdAt()))
                .param("expiresAt", utc(served.expiresAt()))
                .param("requested", StoredJson.write(request.asked()))
                .update();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
