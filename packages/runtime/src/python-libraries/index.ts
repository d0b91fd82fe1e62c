/** Python libraries that lie in the workspace. Loads Node's own modules alone; the TOML parser only where a text needs it. */
export {
  LibraryFinder,
  type FoundLibraries,
  type FoundLibrary,
  type LibraryEdge,
  type LibraryReader,
} from './find-libraries';
export { normalizedName } from './library-reference';
export { isTelling, plainFacts, readPyproject, type ParseToml, type PyprojectFacts } from './pyproject-facts';
export { libraryFinder, parsedFacts, tomlParser, workspaceReader } from './read-workspace';
