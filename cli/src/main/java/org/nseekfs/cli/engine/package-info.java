/** Commands that start a real engine. */
package org.nseekfs.cli.engine;
