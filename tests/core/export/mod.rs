mod snippets;
mod table_files;
mod terraform_parsed;
