/** Attacks on the library, and the campaign that makes them. */
package org.nseekfs.campaign;
