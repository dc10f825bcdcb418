mod snippets;
mod table_files;
