/** Real engines as processes: brought, unpacked, given our plugin, started, stopped. */
package org.nseekfs.engines.process;
