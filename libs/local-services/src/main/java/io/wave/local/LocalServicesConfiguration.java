package io.wave.local;

import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Connects a test's application context to {@link LocalServices}: a database and a Redis database of its own, the broker
 * of the JVM. Only what is on the class path is started.
 */
@Configuration(proxyBeanMethods = false)
public class LocalServicesConfiguration {

    /** Where there is JDBC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcConnectionDetails.class)
    static class Postgres {

        @Bean
        JdbcConnectionDetails localDatabase() {
            return new LocalJdbc(LocalServices.newDatabase());
        }
    }

    /** Where there is Redis. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataRedisConnectionDetails.class)
    static class Redis {

        @Bean
        DataRedisConnectionDetails localRedis() {
            return new LocalRedis(LocalServices.redis(), LocalServices.newRedisDatabase());
        }
    }

    /** Where there is Kafka. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(KafkaConnectionDetails.class)
    static class Kafka {

        /** Connection details have no place for SASL. What a test sets itself comes first. */
        @Bean
        static BeanFactoryPostProcessor localKafkaCredentials(ConfigurableEnvironment environment) {
            Map<String, Object> properties = new HashMap<>(LocalServices.kafka().springProperties());
            properties.put("wave.security.key", IntegrationTest.TEST_KEY);
            return _ -> environment.getPropertySources().addLast(new MapPropertySource("local-kafka", properties));
        }

        @Bean
        KafkaConnectionDetails localKafka() {
            return new LocalKafka(LocalServices.kafka().bootstrapServers());
        }
    }
}
