package io.wave.api.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a replica has stored, in the rows of all tables and in Redis. */
public final class StoredText {

    private StoredText() {}

    /** Asserts that a text is nowhere. */
    public static void assertWithout(ConfigurableApplicationContext replica, String secret) {
        JdbcClient jdbc = replica.getBean(JdbcClient.class);
        List<String> tables = jdbc.sql(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'requests'")
                .query((row, _) -> row.getString(1))
                .list();
        for (String table : tables) {
            assertThat(jdbc.sql("SELECT count(*) FROM requests.\"%s\" AS r WHERE strpos(r::text, :secret) > 0"
                                    .formatted(table))
                            .param("secret", secret)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        StringRedisTemplate redis = replica.getBean(StringRedisTemplate.class);
        for (String key : redis.keys("*")) {
            assertThat(key).doesNotContain(secret);
            if (redis.type(key) == DataType.STRING) {
                assertThat(redis.opsForValue().get(key)).as(key).doesNotContain(secret);
            }
        }
    }
}
