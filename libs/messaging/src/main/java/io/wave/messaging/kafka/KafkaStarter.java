package io.wave.messaging.kafka;

import io.wave.messaging.loop.RepeatedTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Creates the topics and then starts the listeners, retried until it succeeds: a service starts without Kafka and connects
 * when Kafka is up. Until then nothing is sent, since a send would create its topic with the broker's defaults. Runs
 * repeatedly: a listener that was ended by an {@code Error} is started again.
 */
public final class KafkaStarter implements RepeatedTask {

    private static final Logger log = LoggerFactory.getLogger(KafkaStarter.class);

    private final KafkaAdmin admin;
    private final KafkaListenerEndpointRegistry listeners;
    private final boolean createTopics;
    private volatile boolean done;

    KafkaStarter(KafkaAdmin admin, KafkaListenerEndpointRegistry listeners, boolean createTopics) {
        this.admin = admin;
        this.listeners = listeners;
        this.createTopics = createTopics;
    }

    /** Whether the topics exist. */
    public boolean isDone() {
        return done;
    }

    @Override
    public boolean run() {
        if (createTopics && !done && !admin.initialize()) {
            throw new IllegalStateException("Kafka is not available");
        }
        done = true;
        listeners.getAllListenerContainers().forEach(KafkaStarter::start);
        return false;
    }

    private static void start(MessageListenerContainer listener) {
        if (listener.isRunning()) {
            return;
        }
        try {
            listener.start();
            log.atInfo().addKeyValue("listener", listener.getListenerId()).log("Kafka listener started");
        } catch (RuntimeException failure) {
            listener.stop();
            throw failure;
        }
    }
}
