/**
 * What an index holds and whether it is sound: {@code nseek stats}, {@code check} and {@code
 * vectors}.
 */
package org.nseekfs.cli.inspect;
