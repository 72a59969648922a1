package io.wave.config.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.config.security.WaveSecurityConfiguration;
import io.wave.job.Topics;
import io.wave.security.MessageSeal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.ProducerFactory;

class SignedRecordsConfigurationTest {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    WaveSecurityConfiguration.class, SignedRecordsConfiguration.class, KafkaAutoConfiguration.class))
            .withPropertyValues("wave.security.key=dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtdGU=");

    @Test
    void allProducersSign() {
        service.run(context -> assertThat(settings(context.getBean(ProducerFactory.class)))
                .containsEntry(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, SigningInterceptor.class.getName())
                .containsKey(SigningInterceptor.SEAL));
    }

    @Test
    void configuredInterceptorsComeFirst() {
        service.withPropertyValues("spring.kafka.producer.properties.interceptor.classes=com.example.First")
                .run(context -> assertThat(settings(context.getBean(ProducerFactory.class)))
                        .containsEntry(
                                ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
                                "com.example.First," + SigningInterceptor.class.getName()));
    }

    @Test
    void signatureIsValidForItsTopicOnly() {
        service.run(context -> {
            SignedRecords records = context.getBean(SignedRecords.class);
            var sent = signing(context.getBean(MessageSeal.class))
                    .onSend(new ProducerRecord<>(Topics.PULL_EVENTS, "key", "{}"));
            records.requireSigned(received(Topics.PULL_EVENTS, sent));
            assertThatThrownBy(() -> records.requireSigned(received(Topics.BUILD_EVENTS, sent)))
                    .isInstanceOf(UntrustedRecordException.class);
        });
    }

    @Test
    void deadLettersAreNotSigned() {
        service.run(context -> {
            var dead = new ProducerRecord<>(Topics.BUILD_EVENTS + Topics.DEAD_LETTER_SUFFIX, "key", "{}");
            assertThat(signing(context.getBean(MessageSeal.class)).onSend(dead).headers())
                    .isEmpty();
        });
    }

    private static SigningInterceptor signing(MessageSeal seal) {
        SigningInterceptor interceptor = new SigningInterceptor();
        interceptor.configure(Map.of(SigningInterceptor.SEAL, seal));
        return interceptor;
    }

    private static ConsumerRecord<String, String> received(String topic, ProducerRecord<String, String> sent) {
        var record = new ConsumerRecord<>(topic, 0, 0, sent.key(), sent.value());
        List.of(sent.headers().toArray()).forEach(record.headers()::add);
        return record;
    }

    private static Map<String, Object> settings(ProducerFactory<?, ?> factory) {
        return factory.getConfigurationProperties();
    }
}
