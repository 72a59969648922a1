package io.wave.job.engine.plan;

import java.time.Instant;

/** Gets the registry credentials ready that jobs bring along, for the tools and registry calls of their tenant. */
public interface JobLogins {

    /** For workers whose jobs bring none. */
    JobLogins NONE = new JobLogins() {

        @Override
        public boolean open(String attempt, String tenant, String sealed, Instant since) {
            return true;
        }

        @Override
        public void close(String attempt) {}

        @Override
        public String explain(String tenant, String failure) {
            return failure;
        }
    };

    /**
     * Decrypts credentials, into memory only, until they are closed.
     *
     * @param attempt names the attempt for which they are opened
     * @param tenant tenant of the job
     * @param sealed the encrypted credentials
     * @param since when they were looked up
     * @return false if they cannot be decrypted
     */
    boolean open(String attempt, String tenant, String sealed, Instant since);

    /** Forgets the credentials of an attempt, if it has any. */
    void close(String attempt);

    /**
     * The reason of a failure, with whose credentials a registry has refused, if it has.
     *
     * @param tenant tenant of the job
     */
    String explain(String tenant, String failure);
}
