package io.wave.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaAdmin;

@IntegrationTest(classes = LocalServicesIT.Application.class)
class LocalServicesIT {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StringRedisTemplate redis;

    @Autowired
    private KafkaAdmin kafka;

    @Test
    void postgresIsDurable() {
        assertThat(setting("fsync")).isEqualTo("on");
        assertThat(setting("synchronous_commit")).isEqualTo("on");
    }

    @Test
    void postgresWantsThePassword() {
        String url = LocalServices.newDatabase().url();
        assertThatThrownBy(() -> DriverManager.getConnection(url, "wave", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void redisStoresValues() {
        redis.opsForValue().set("key", "value");
        assertThat(redis.opsForValue().get("key")).isEqualTo("value");
    }

    @Test
    void kafkaHasCreatedTopics() {
        kafka.createOrModifyTopics(new NewTopic("topic", 3, (short) 1));
        Map<String, ?> topics = kafka.describeTopics("topic");
        assertThat(topics).containsOnlyKeys("topic");
    }

    private String setting(String name) {
        return jdbc.sql("SELECT current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }

    @EnableAutoConfiguration
    static class Application {}
}
