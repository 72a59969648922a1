package io.wave.local;

import java.util.List;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;

/** Says where the broker of a test is. */
record LocalKafka(String bootstrapServers) implements KafkaConnectionDetails {

    @Override
    public List<String> getBootstrapServers() {
        return List.of(bootstrapServers);
    }
}
