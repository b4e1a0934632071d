/** How ranked lists of several queries become one: ranks or scores made comparable, then added. */
package org.nseekfs.search.fusion;
