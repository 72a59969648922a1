package io.wave.api.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiApplication;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.Database;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The migration creates the schema that the service reads and writes. */
class SchemaMigrationIT {

    private static final String TOKEN = "0123456789ab";
    private static final String BUILD = "bd-7efaa2ed59c58a16_1";

    @Test
    void serviceReadsRowsOfTheMigratedSchema() {
        Database database = LocalServices.newDatabase();
        JdbcClient jdbc =
                JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .schemas("requests")
                .defaultSchema("requests")
                .locations("classpath:db/outbox", "classpath:db/requests")
                .load()
                .migrate();
        addRows(jdbc);
        try (ConfigurableApplicationContext service = start(database)) {
            ApiClient client =
                    ApiClient.at(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            Answer request = client.get("/v1alpha2/container/" + TOKEN);
            assertThat(request.status()).as(request.body()).isEqualTo(200);
            assertThat(request.text("fingerprint")).isEqualTo("a\\u0000");
            assertThat(request.text("zoneId")).isEqualTo("+02:00");
            assertThat(request.json().at("/containerConfig/env/0").asString()).isEqualTo("A=1");
            Answer build = client.get("/v1alpha1/builds/" + BUILD);
            assertThat(build.status()).as(build.body()).isEqualTo(200);
            assertThat(build.text("dockerFile")).isEqualTo("FROM foo");
            assertThat(client.get("/view/builds/" + BUILD).body()).contains("(GMT+2)");
        }
        assertThat(jdbc.sql("SELECT tenant FROM requests.image_build")
                        .query(String.class)
                        .single())
                .isEqualTo("mine");
        assertThat(jdbc.sql("SELECT requests.named_digests(spec) FROM requests.image_build")
                        .query((row, _) -> row.getArray(1).toString())
                        .single())
                .isEqualTo("{" + "1".repeat(64) + "}");
    }

    private static void addRows(JdbcClient jdbc) {
        jdbc.sql("""
                        INSERT INTO requests.container_request (token, version, tenant, image, source_image, config,
                            build_id, build_new, awaits_build, durable, created_at, expires_at, requester_offset, requested)
                        VALUES (:token, 0, 'mine', 'docker.io/a/b:1', 'docker.io/a/b:1', '{"env":["A=1"]}', :build, true,
                            false, false, now(), now() + interval '1 hour', '+02:00', CAST(:requested AS jsonb))
                        """)
                .param("token", TOKEN)
                .param("build", BUILD)
                .param("requested", """
                        {"platform":"linux/amd64","towerEndpoint":"","fingerprint":"a\\\\u0000","freeze":false,\
                        "containerFile":"FROM foo","timestamp":"2026-03-01T10:00:00Z","zoneId":"+02:00",\
                        "ipAddress":"192.0.2.1"}""")
                .update();
        jdbc.sql("""
                        INSERT INTO requests.image_build (id, container_id, generation, sequence, target, state, live,
                            submitted_at, deadline, ended_at, commanded_at, tenant, spec)
                        VALUES (:build, '7efaa2ed59c58a16', 1, 4, 'docker.io/a/b:1', 'FAILED', false, now(), now(), now(),
                            now(), 'mine', CAST(:spec AS jsonb))
                        """)
                .param("build", BUILD)
                .param("spec", """
                        {"id":"%s","generation":1,"target":"docker.io/a/b:1","containerFile":"FROM foo","condaFile":null,\
                        "platform":"linux/amd64","cacheRepository":null,"context":{"digest":"sha256:%s","size":3},\
                        "tenant":"mine","queueTimeout":"PT5M","runTimeout":"PT15M","requestedAt":"2026-03-01T10:00:00Z"}\
                        """.formatted(BUILD, "1".repeat(64)))
                .update();
    }

    private static ConfigurableApplicationContext start(Database database) {
        Stream<String> kafka = LocalServices.kafka().springProperties().entrySet().stream()
                .map(property -> "--%s=%s".formatted(property.getKey(), property.getValue()));
        Stream<String> rest = Stream.of(
                "--server.port=0",
                "--spring.main.register-shutdown-hook=false",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--spring.data.redis.host=" + LocalServices.redis().host(),
                "--spring.data.redis.port=" + LocalServices.redis().port(),
                "--spring.data.redis.password=" + LocalServices.redis().password(),
                "--spring.data.redis.database=" + LocalServices.newRedisDatabase(),
                "--spring.kafka.consumer.group-id=migration",
                "--wave.security.key=" + IntegrationTest.TEST_KEY,
                "--wave.store.location=target/objects",
                "--wave.build.repo=registry.test/wave/build");
        return new SpringApplicationBuilder(RequestApiApplication.class)
                .properties("spring.config.name=request-api")
                .run(Stream.concat(kafka, rest).toArray(String[]::new));
    }
}
