package io.wave.metrics.events;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the events of the Kafka topics and serves the counts to Prometheus, at {@code /metrics}. */
public final class EventMetricsApplication {

    private static final Logger logger = LoggerFactory.getLogger(EventMetricsApplication.class);
    private static final int PORT = 9400;
    private static final int OK = 200;

    private EventMetricsApplication() {}

    /** Arguments: a file with the properties of a Kafka consumer, and a port, {@value #PORT} by default. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("Usage: event-metrics <file with the properties of a Kafka consumer> [<port>]");
            System.exit(2);
        }
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : PORT;
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HttpServer server = serve(meters, new InetSocketAddress(port));
        EventReader reader = new EventReader(settings(Path.of(arguments[0])), new EventCounts(meters));
        Runtime.getRuntime().addShutdownHook(new Thread(reader::close));
        logger.info("Metrics are at port {}, path /metrics", port);
        try {
            reader.run();
        } catch (KafkaException failure) {
            logger.error("Events cannot be read: {}", failure.getMessage());
            System.exit(1);
        } finally {
            server.stop(0);
        }
    }

    private static Map<String, Object> settings(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, Object> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    /** Serves the metrics. */
    static HttpServer serve(PrometheusMeterRegistry meters, InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = meters.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(OK, text.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(text);
            }
        });
        server.start();
        return server;
    }
}
