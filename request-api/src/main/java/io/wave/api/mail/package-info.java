/**
 * E-mails at the end of builds, mirrors and scans. An e-mail is a row in PostgreSQL, written in the transaction that records the
 * end, and is sent by one replica at a time.
 */
@NullMarked
package io.wave.api.mail;

import org.jspecify.annotations.NullMarked;
