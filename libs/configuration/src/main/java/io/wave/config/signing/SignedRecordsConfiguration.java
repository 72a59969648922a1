package io.wave.config.signing;

import io.wave.config.security.WaveSecurityConfiguration;
import io.wave.security.MessageSeal;
import io.wave.security.RootKey;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** If Kafka is used: all producers sign their records, and listeners verify them with {@link SignedRecords}. */
@AutoConfiguration(
        after = WaveSecurityConfiguration.class,
        beforeName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnClass(DefaultKafkaProducerFactoryCustomizer.class)
public final class SignedRecordsConfiguration {

    @Bean
    static MessageSeal messageSeal(RootKey rootKey) {
        return MessageSeal.of(rootKey);
    }

    @Bean
    static SignedRecords signedRecords(MessageSeal seal) {
        return new SignedRecords(seal);
    }

    @Bean
    static DefaultKafkaProducerFactoryCustomizer signingProducers(MessageSeal seal) {
        return factory -> factory.updateConfigs(Map.of(
                ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
                withSigning(factory.getConfigurationProperties().get(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG)),
                SigningInterceptor.SEAL,
                seal));
    }

    /** The signing interceptor comes last, since others may change the record. */
    private static String withSigning(@Nullable Object configured) {
        return Stream.of(Objects.toString(configured, ""), SigningInterceptor.class.getName())
                .filter(name -> !name.isBlank())
                .collect(Collectors.joining(","));
    }
}
