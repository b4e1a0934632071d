/**
 * Real engines with our plugins: {@link org.nseekfs.engines.Engines} knows them, an {@link
 * org.nseekfs.engines.EngineSession} is one that runs and has indexes.
 */
package org.nseekfs.engines;
