package io.wave.messaging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Creates the topics and then starts the listeners, tried until it works: a service starts without Kafka and connects
 * when it is there. Until then nothing is sent, since a send would create its topic with the broker's own settings.
 * Looks again and again: an {@code Error} ends a listener, which is then started again.
 */
final class KafkaStart implements Sweep {

    private static final Logger log = LoggerFactory.getLogger(KafkaStart.class);

    private final KafkaAdmin admin;
    private final KafkaListenerEndpointRegistry listeners;
    private final boolean createTopics;
    private volatile boolean done;

    KafkaStart(KafkaAdmin admin, KafkaListenerEndpointRegistry listeners, boolean createTopics) {
        this.admin = admin;
        this.listeners = listeners;
        this.createTopics = createTopics;
    }

    /** Whether the topics are there. */
    boolean isDone() {
        return done;
    }

    @Override
    public boolean sweep() {
        if (createTopics && !done && !admin.initialize()) {
            throw new IllegalStateException("Kafka cannot be reached");
        }
        done = true;
        listeners.getAllListenerContainers().forEach(KafkaStart::start);
        return false;
    }

    private static void start(MessageListenerContainer listener) {
        if (listener.isRunning()) {
            return;
        }
        try {
            listener.start();
            log.atInfo().addKeyValue("listener", listener.getListenerId()).log("listening");
        } catch (RuntimeException failure) {
            listener.stop();
            throw failure;
        }
    }
}
